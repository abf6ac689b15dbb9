package mydriver.store.query

import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import mydriver.model.Status
import mydriver.model.UsageError
import mydriver.store.TableSet
import mydriver.store.TestPlace
import mydriver.store.counting
import mydriver.store.insert

class TrialsSpec :
    FunSpec({
        for (place in TestPlace.all) {
            context(place.label) {
                test("trials are narrowed and sorted, and the query they were made from stays as it was") {
                    TableSet.open(place.url()).use { tableSet ->
                        tableSet.insert(counting(10))
                        tableSet.ran(*Array(6) { mapOf("loss" to (it * 7 % 5).toDouble()) })
                        val all = tableSet.trials()
                        val done = all.withStatus(Status.DONE)
                        done.where("i < 5").where("i > 1 OR i = 0").sortedBy("loss", descending = true).map {
                            it.id
                        } shouldBe listOf<Long>(3, 5, 4, 1)
                        done.sortedBy("loss").limit(2).map { it.metric("loss") } shouldBe listOf(0.0, 0.0)
                        done.count() shouldBe 6
                        done.limit(4).limit(9).count() shouldBe 4
                        done.withStatus(Status.QUEUED).count() shouldBe 0
                        done.find(7) shouldBe null
                        done.find(6)!!.params.long("i") shouldBe 5
                        all.count() shouldBe 10
                        all.map { it.id } shouldBe (1L..10L).toList()
                    }
                }

                test("wrong names and expressions are refused when they are given") {
                    TableSet.open(place.url()).use { tableSet ->
                        tableSet.insert(counting(1))
                        shouldThrow<UsageError> { tableSet.trials().where("i = 0").where("j < 1") }
                            .message shouldContain "character 1: there is no column \"j\""
                        shouldThrow<UsageError> { tableSet.trials().sortedBy("prioriti") }.message shouldContain
                            "did you mean priority"
                        shouldThrow<UsageError> { tableSet.trials().limit(-1) }
                        shouldThrow<UsageError> { tableSet.trials().withStatus() }
                    }
                }

                test("thousands are read in pages while others write, whatever is left unread") {
                    TableSet.open(place.url()).use { tableSet ->
                        tableSet.insert(counting(2_500))
                        val seen = ArrayList<Long>()
                        for (trial in tableSet.trials()) {
                            seen += trial.id
                            if (trial.id % 1_000 == 0L) tableSet.insert(counting(2_500 + trial.id.toInt() / 1_000))
                        }
                        seen shouldBe (1L..2_502L).toList()
                        tableSet.trials().sortedBy("i", descending = true).map { it.id } shouldBe
                            (2_502L downTo 1L).toList()
                        tableSet.trials().where("i >= 1000").limit(1_200).map { it.id } shouldBe
                            (1_001L..2_200L).toList()
                        tableSet.trials().sortedBy("i", descending = true).limit(1_200).map { it.id } shouldBe
                            (2_502L downTo 1_303L).toList()
                        repeat(100) { tableSet.trials().first().id shouldBe 1L }
                    }
                }
            }
        }
    })
