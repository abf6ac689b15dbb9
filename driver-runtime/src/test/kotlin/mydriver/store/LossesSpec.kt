package mydriver.store

import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.shouldBe
import kotlin.time.Duration.Companion.minutes
import mydriver.model.Cause
import mydriver.model.Memory
import mydriver.model.Resources
import mydriver.model.Status

private val SLOT = SchedulerSlot("slurm", "4711", 3, restart = 1)

/** A table set of two trials, of which a worker of a scheduler has begun the first and waits with the second. */
private class Loser(place: TestPlace) : AutoCloseable {
    private val clock = SettableOffset()
    val url = place.url()
    val tableSet = TableSet.open(url, StoreOptions(clockOffset = clock)).also { it.insert(counting(2)) }

    init {
        tableSet.claims.registerWorker(WorkerRow("w1", HostProcess("node1", 7), slot = SLOT))
        val (first, _) = tableSet.claims.claim("w1", 2, 5.minutes, Resources())
        tableSet.claims.begin(first, here)
    }

    fun take(loss: Loss) = tableSet.reclaims.reclaim(tableSet.reclaims.candidates().associateWith { loss }, "login")

    fun past(days: Int) {
        clock.offset += (days * 24 * 60).minutes
    }

    fun state(id: Long) = tableSet.standing.of(id)!!

    fun attempt(id: Long) = tableSet.queries.attempts(id).last()

    override fun close() = tableSet.close()
}

class LossesSpec :
    FunSpec({
        for (place in TestPlace.all) context(place.label) {
            fun loser(block: Loser.() -> Unit) = Loser(place).use(block)

            test("what a worker was ended for is the cause of its attempts, whose outcome stays LOST") {
                loser {
                    take(Loss("slurm job 4711: over", Cause.TIMEOUT)).map { it.status } shouldBe
                        List(2) { Status.QUEUED }
                    attempt(1).run { listOf(outcome, cause, error) } shouldBe
                        listOf("LOST", "TIMEOUT", "slurm job 4711: over")
                    listOf(state(1).losses, state(1).failures) shouldBe listOf(1L, 0L)
                    tableSet.losses.unexplained().shouldBeEmpty()
                }
            }

            test("what counts as no loss leaves the count alone") {
                loser {
                    take(Loss("cancelled", Cause.CANCELLED, counts = false))
                    state(1).losses shouldBe 0
                }
            }

            test("a trial that is to blame itself fails, or is queued with what it needs from now on") {
                loser {
                    val more = Resources(2, Memory(1L shl 30), walltime = 90.minutes)
                    val (one, two) = tableSet.reclaims.candidates()
                    val again = NextStep(Status.QUEUED, 10.minutes, failures = 1, needs = more)
                    val told =
                        mapOf(
                            one to Loss("memory", Cause.OUT_OF_MEMORY, counts = false, next = again),
                            two to
                                Loss(
                                    "memory",
                                    Cause.OUT_OF_MEMORY,
                                    counts = false,
                                    NextStep(Status.FAILED, failures = 1),
                                ),
                        )
                    tableSet.reclaims.reclaim(told, "login").map { it.status } shouldBe
                        listOf(Status.QUEUED, Status.FAILED)
                    state(1).run { listOf(needs, failures, losses, notBefore > tableSet.now(), error) } shouldBe
                        listOf(more, 1L, 0L, true, "memory")
                    state(2).run { listOf(failures, error, ended != null) } shouldBe listOf(1L, "memory", true)
                    tableSet.events.of(2).map { it.event.kind }.takeLast(2) shouldBe listOf("LOST", "FAILED")
                }
            }

            test("a lost attempt is explained later, once, and its trial follows only while it still waits") {
                loser {
                    take(Loss("its lease ran out"))
                    val lost = tableSet.losses.unexplained()
                    lost.map { listOf(it.trial, it.number, it.slot, it.begun, it.lastly) } shouldContainExactly
                        listOf(listOf(1L, 1L, SLOT, true, true), listOf(2L, 1L, SLOT, false, true))
                    tableSet.claims.claim("w2", 1, 5.minutes, Resources()).single().id shouldBe 1
                    val loss =
                        Loss("memory", Cause.OUT_OF_MEMORY, counts = false, NextStep(Status.FAILED, failures = 1))
                    repeat(2) { tableSet.losses.explain(lost.associateWith { loss }, "login") }
                    tableSet.queries.attempts(1).first().cause shouldBe "OUT_OF_MEMORY"
                    attempt(2).error shouldBe "memory"
                    listOf(state(1).status, state(2).status) shouldBe listOf(Status.RUNNING, Status.FAILED)
                    tableSet.events.of(2).count { it.event.kind == "EXPLAINED" } shouldBe 1
                }
            }

            test("nobody is asked for ever about the same attempts") {
                loser {
                    take(Loss("its lease ran out"))
                    past(days = 8)
                    tableSet.losses.unexplained().shouldBeEmpty()
                }
            }
        }
    })
