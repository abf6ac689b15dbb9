package mydriver.store.query

import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldContain
import io.kotest.matchers.shouldBe
import io.kotest.matchers.shouldNotBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.types.shouldBeInstanceOf
import java.time.Instant
import mydriver.model.Params
import mydriver.model.Status
import mydriver.store.StoreOptions
import mydriver.store.TableSet
import mydriver.store.TestPlace
import mydriver.store.counting
import mydriver.store.gridOf
import mydriver.store.insert

class TrialDetailsSpec :
    FunSpec({
        for (place in TestPlace.all) {
            context(place.label) {
                test("trial, attempts and times are told in full") {
                    TableSet.open(place.url()).use { tableSet ->
                        tableSet.insert(gridOf(Params.of("lr" to 0.1)))
                        tableSet.ran(mapOf("loss" to Double.NaN))
                        val trial = tableSet.queries.trial(1)!!
                        trial.status shouldBe Status.DONE
                        trial.params shouldBe Params.of("lr" to 0.1)
                        trial.metric("loss")!!.isNaN() shouldBe true
                        trial.ended shouldNotBe null
                        tableSet.queries.trial(2) shouldBe null
                        tableSet
                            .listed(ListRequest(columns = listOf("created")))
                            .single()
                            .single()
                            .shouldBeInstanceOf<Instant>()
                        tableSet.queries.columns().map { it.qualified } shouldContain "trial.fingerprint"
                    }
                }

                test(
                    "a listing that is left early gives its connection back, and none is made in a table set that is not there"
                ) {
                    val url = place.url()
                    shouldThrow<mydriver.store.NothingInserted> { TableSet.open(url, StoreOptions(readOnly = true)) }
                    TableSet.open(url).use { it.insert(counting(5_000)) }
                    TableSet.open(url, StoreOptions(readOnly = true, connections = 1)).use { tableSet ->
                        repeat(50) { tableSet.queries.list(ListRequest()).use { rows -> rows.next() } }
                        tableSet.queries.count(ListRequest()) shouldBe 5_000
                    }
                    TableSet.open(url).use { it.insert(counting(5_001)).new shouldBe 1 }
                }
            }
        }
    })
