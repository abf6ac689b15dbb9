package mydriver.dispatch.reconcile

import io.kotest.core.spec.style.FunSpec
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import mydriver.store.Change
import mydriver.store.SubmissionState
import mydriver.store.TestPlace
import mydriver.store.query.ListRequest

class WorkerKillsSpec :
    FunSpec({
        for (place in TestPlace.all) context(place.label) {
            fun lab(count: Int, block: Lab.() -> Unit) = Lab(place, tempdir().toPath(), count).use(block)

            fun Lab.cancel(ids: LongRange): Killed {
                tableSet.changes.apply(Change.CANCEL, ListRequest(ids = listOf(ids)))
                return kills.kill(listOf(ids))
            }

            test("the workers that hold cancelled trials are ended by one call, and only those") {
                lab(count = 6) {
                    worker("w1", slot(1))
                    worker("w2", slot(2))
                    worker("w3", slot(3))
                    worker("typed", slot = null)
                    val killed = cancel(2L..4L)
                    killed.ended.map { it.row.id } shouldContainExactly listOf("w2", "w3")
                    killed.beyond.map { it.row.id } shouldContainExactly listOf("typed")
                    paper.calls() shouldContainExactly listOf("cancel 17.2 17.3")
                }
            }

            test("hand-offs that wait in vain are withdrawn, when nothing is queued any more and none of them runs") {
                lab(count = 3) {
                    submit("waits", "17")
                    submit("runs", "18")
                    submit("gone", "19")
                    worker("w1", slot(1, id = "18"))
                    paper.queue("17 - WAITING 3\n18 1 RUNNING 1\n18 - WAITING 1")
                    cancel(2L..2L).withdrawn.shouldBeEmpty()
                    paper.calls().shouldBeEmpty()
                    cancel(3L..3L).withdrawn.map { it.tag } shouldContainExactly listOf("waits")
                    paper.calls().last() shouldBe "cancel 17"
                    tableSet.submissions.find("waits")!!.state shouldBe SubmissionState.ENDED
                    tableSet.submissions.find("runs")!!.state shouldBe SubmissionState.CONFIRMED
                }
            }

            test("who cannot be reached from here is named, and a scheduler that refuses is a fault") {
                lab(count = 3) {
                    worker("w1", slot(1))
                    paper.present = false
                    cancel(1L..1L).beyond.map { it.row.id } shouldContainExactly listOf("w1")
                    paper.present = true
                    paper.fail()
                    val killed = kills.kill(listOf(1L..1L))
                    killed.ended.shouldBeEmpty()
                    killed.faults.single() shouldContain "paper"
                }
            }
        }
    })
