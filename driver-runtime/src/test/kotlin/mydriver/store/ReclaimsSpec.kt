package mydriver.store

import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.shouldBe
import kotlin.time.Duration
import kotlin.time.Duration.Companion.minutes
import kotlin.time.Duration.Companion.seconds
import mydriver.model.Resources
import mydriver.model.Status

private const val LEASE = "its lease ran out"
private val done = AttemptEnd(Outcome.DONE, metrics = listOf(MetricPoint("loss", 0.5)))

/** A table set of [count] trials and a clock that is put forward by hand. */
private class Stage(place: TestPlace, count: Int) : AutoCloseable {
    private val clock = SettableOffset()
    val url = place.url()
    val tableSet = TableSet.open(url, StoreOptions(clockOffset = clock)).also { it.insert(counting(count)) }

    init {
        for (worker in listOf("w1", "w2")) tableSet.claims.registerWorker(
            WorkerRow(worker, HostProcess("node-$worker", 7, pidStart = 70), bootId = "boot")
        )
    }

    fun claim(worker: String = "w1", limit: Int = 1) = tableSet.claims.claim(worker, limit, 5.minutes, Resources())

    fun pass(time: Duration) {
        clock.offset += time
    }

    /** Reclaims everything that has expired. */
    fun reclaim() = tableSet.reclaims.reclaim(tableSet.reclaims.candidates().filter { it.expired }, "node9", LEASE)

    fun outcomes(id: Long) = tableSet.queries.attempts(id).map { it.number to it.outcome }

    fun kinds(id: Long) = tableSet.events.of(id).map { it.event.kind }

    fun status(id: Long) = tableSet.queries.trial(id)!!.status

    override fun close() = tableSet.close()
}

class ReclaimsSpec :
    FunSpec({
        for (place in TestPlace.all) {
            fun stage(count: Int = 1, block: Stage.() -> Unit) = Stage(place, count).use(block)
            context(place.label) {
                test("candidates tell whose a trial is and which processes to look for") {
                    stage(2) {
                        val begun = claim().single()
                        tableSet.claims.begin(begun, here)
                        val (one, two) = candidatesAfter { claim("w3") }
                        one.process shouldBe HostProcess("node-w1", 7, pidStart = 70)
                        one.job shouldBe here.process
                        listOf(one.bootId, one.worker, one.expired, one.signedOff, one.cancelled) shouldBe
                            listOf("boot", "w1", false, false, false)
                        listOf(two.process, two.job) shouldBe listOf(null, null)
                        tableSet.claims.workerEnded("w1")
                        pass(6.minutes)
                        tableSet.reclaims.candidates().map { it.expired to it.signedOff } shouldBe
                            listOf(true to true, true to false)
                    }
                }

                test("an expired trial is queued again, its attempt is LOST, and the late worker changes nothing") {
                    stage {
                        val late = claim().single()
                        tableSet.claims.begin(late, here)
                        pass(6.minutes)
                        reclaim() shouldContainExactly listOf(Reclaimed(1, 1, Status.QUEUED))
                        val current = claim("w2").single()
                        listOf(current.attempt, current.row.losses) shouldBe listOf(2L, 1L)
                        tableSet.finish(late, done) shouldBe FinishResult.FencedOut
                        tableSet.claims.report(late, done.metrics) shouldBe false
                        tableSet.leases.renew("w1", listOf(late), 5.minutes) shouldBe emptyMap()
                        tableSet.finish(current, done) shouldBe FinishResult.Now(Status.DONE)
                        outcomes(1) shouldBe listOf(1L to "LOST", 2L to "DONE")
                        kinds(1) shouldBe listOf("INSERTED", "CLAIMED", "STARTED", "LOST", "CLAIMED", "DONE")
                        tableSet.events.of(1).single { it.event.kind == "LOST" }.event shouldBe
                            Event("LOST", 1L..1L, 1, "w1", "node9", LEASE)
                        place.count(url, "metric") shouldBe 1
                    }
                }

                test("a claim that was never begun leaves a LOST attempt of its worker, and counts once") {
                    stage {
                        repeat(9) {
                            claim()
                            pass(6.minutes)
                            reclaim() shouldContainExactly listOf(Reclaimed(1, it + 1L, Status.QUEUED))
                        }
                        claim().single().row.losses shouldBe 1
                        val attempt = tableSet.queries.attempts(1).first()
                        listOf(attempt.outcome, attempt.cause, attempt.host, attempt.pidStart, attempt.started) shouldBe
                            listOf("LOST", "LOST", "node-w1", 70L, null)
                    }
                }

                test("a trial that was begun and lost six times fails and says so") {
                    stage {
                        val statuses =
                            List(6) {
                                tableSet.claims.begin(claim().single(), here)
                                pass(6.minutes)
                                reclaim().single().status
                            }
                        statuses shouldBe List(5) { Status.QUEUED } + Status.FAILED
                        claim().shouldBeEmpty()
                        tableSet.queries.trial(1)!!.error shouldBe "its worker was lost 6 times"
                        kinds(1).takeLast(2) shouldBe listOf("LOST", "FAILED")
                    }
                }

                test("a cancelled trial that is lost stays cancelled") {
                    stage {
                        tableSet.claims.begin(claim().single(), here)
                        place.execute(url, "UPDATE t_trial SET status = 'CANCELLED'")
                        pass(6.minutes)
                        tableSet.reclaims.candidates().single().cancelled shouldBe true
                        reclaim().single().status shouldBe Status.CANCELLED
                        tableSet.reclaims.candidates().shouldBeEmpty()
                        outcomes(1) shouldBe listOf(1L to "LOST")
                        status(1) shouldBe Status.CANCELLED
                    }
                }

                test("an expired lease that nobody reclaimed is renewed, and then not reclaimed") {
                    stage(2) {
                        val claims = claim(limit = 2)
                        pass(6.minutes)
                        val seen = tableSet.reclaims.candidates()
                        tableSet.leases.renew("w1", claims, 5.minutes) shouldBe
                            mapOf(1L to Status.RUNNING, 2L to Status.RUNNING)
                        tableSet.reclaims.reclaim(seen, "node9", LEASE).shouldBeEmpty()
                        tableSet.claims.finish(claims.map { finished(it, done) }) shouldBe
                            List(2) { FinishResult.Now(Status.DONE) }
                    }
                }

                test("a worker known to be dead loses its trials before its lease runs out") {
                    stage {
                        claim()
                        val known = tableSet.reclaims.candidates()
                        known.single().expired shouldBe false
                        tableSet.reclaims.reclaim(known, "node9", "its worker is gone").single().status shouldBe
                            Status.QUEUED
                        tableSet.reclaims.reclaim(known, "node9", "its worker is gone").shouldBeEmpty()
                    }
                }

                test("what was finished before a reclaim stays finished") {
                    stage(2) {
                        val (one, two) = claim(limit = 2)
                        pass(6.minutes)
                        val seen = tableSet.reclaims.candidates()
                        tableSet.finish(one, done)
                        tableSet.reclaims.reclaim(seen, "node9", LEASE).map { it.id } shouldBe listOf(2L)
                        tableSet.claims.finish(listOf(finished(one, done), finished(two, done))) shouldBe
                            listOf(FinishResult.Now(Status.DONE), FinishResult.FencedOut)
                        status(1) shouldBe Status.DONE
                        outcomes(2) shouldBe listOf(1L to "LOST")
                    }
                }

                test("an old and a new attempt of one trial may end in one call") {
                    stage {
                        val old = claim().single()
                        pass(6.minutes)
                        reclaim()
                        val current = claim().single()
                        tableSet.claims.finish(listOf(finished(old, done), finished(current, done))) shouldBe
                            listOf(FinishResult.FencedOut, FinishResult.Now(Status.DONE))
                    }
                }

                test("neighbours that go together are told of in one event") {
                    stage(5) {
                        val claims = claim(limit = 5)
                        val ends = claims.map {
                            finished(it, if (it.id == 3L) AttemptEnd(Outcome.INCOMPLETE) else done)
                        }
                        tableSet.claims.finish(ends)
                        val told =
                            place.query(url, "SELECT kind || first_trial || '-' || last_trial FROM t_event ORDER BY id")
                        told shouldBe listOf("INSERTED1-5", "CLAIMED1-5", "DONE1-2", "REQUEUED3-3", "DONE4-5")
                        tableSet.events.of(5).last().event.let { it.worker to it.host } shouldBe ("w1" to "node1")
                    }
                }

                test("what was kept to be stored later has the times at which it happened") {
                    stage {
                        val kept =
                            FinishedAttempt(claim().single(), here, 10.seconds, done, NextStep(Status.DONE), 4.seconds)
                        tableSet.claims.finish(listOf(kept))
                        val lengths =
                            "SELECT a.ended - a.started FROM t_attempt a JOIN t_trial t " +
                                "ON t.id = a.trial AND t.started = a.started AND t.ended = a.ended"
                        place.query(url, lengths).map { (it as Number).toLong() } shouldBe listOf(6_000L)
                    }
                }
            }
        }
    })

private fun Stage.candidatesAfter(action: () -> Unit): List<Candidate> {
    action()
    return tableSet.reclaims.candidates()
}
