package mydriver.store

import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.datatest.withData
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import java.util.concurrent.CountDownLatch
import kotlin.concurrent.thread
import kotlin.time.Duration.Companion.minutes
import mydriver.model.Cause
import mydriver.model.Resources
import mydriver.model.Status
import mydriver.model.UsageError
import mydriver.store.query.ListRequest
import mydriver.store.query.SortKey

private val ALL = ListRequest()
private val DONE = AttemptEnd(Outcome.DONE)
private val FAILED = AttemptEnd(Outcome.FAILED, Cause.ERROR, error = "boom")

private fun ids(vararg ids: Long) = ListRequest(ids = ids.map { it..it })

private fun TableSet.claim(worker: String = "w1", limit: Int = 1) = claims.claim(worker, limit, 5.minutes, Resources())

private fun TableSet.statuses(): List<Status> =
    queries.list(ListRequest(columns = listOf("trial.status"), sort = SortKey("trial.id"))).use { rows ->
        rows.asSequence().map { Status.valueOf(it[0] as String) }.toList()
    }

/** One trial in each state, by id: QUEUED, RUNNING, DONE, FAILED, CANCELLED, HELD, VOID. */
private fun TableSet.inEachState() {
    claims.registerWorker(WorkerRow("w1", HostProcess("node1", 4711)))
    insert(counting(Status.entries.size))
    for (claim in claim(limit = Status.entries.size)) if (claim.id != 2L) {
        val end = if (claim.id == 4L) FAILED else DONE.copy(metrics = listOf(MetricPoint("loss", 0.5)))
        finish(claim, end)
    }
    changes.apply(Change.REQUEUE, ids(1, 5, 6))
    changes.apply(Change.CANCEL, ids(5))
    changes.apply(Change.HOLD, ids(6))
    changes.apply(Change.VOID, ids(7))
    statuses() shouldContainExactly Status.entries
}

class ChangesSpec :
    FunSpec({
        for (place in TestPlace.all) {
            context(place.label) {
                fun opened(url: TableSetUrl = place.url(), clock: SettableOffset = SettableOffset()) =
                    TableSet.open(url, StoreOptions(clockOffset = clock, host = "desk"))

                context("each change is for some states, and names the others") {
                    withData(
                        nameFn = { "${it.first}" },
                        Change.CANCEL to listOf(1L, 2L, 6L),
                        Change.REQUEUE to listOf(3L, 4L, 5L),
                        Change.HOLD to listOf(1L),
                        Change.RELEASE to listOf(6L),
                        Change.VOID to listOf(1L, 3L, 4L, 5L, 6L),
                    ) { (change, allowed) ->
                        opened().use { tableSet ->
                            tableSet.inEachState()
                            val changed = tableSet.changes.apply(change, ALL)
                            changed.done.flatten() shouldBe allowed
                            changed.count shouldBe allowed.size
                            changed.refused.values.flatten().flatten().sorted() shouldBe (1L..7L) - allowed.toSet()
                            for ((why, refused) in changed.refused) {
                                for (id in refused.flatten()) why.status shouldBe Status.entries[id.toInt() - 1]
                                why.claimed shouldBe (why.status == Status.RUNNING)
                            }
                        }
                    }
                }

                test("a priority is set whatever the state, and counts from then on") {
                    opened().use { tableSet ->
                        tableSet.inEachState()
                        val changed = tableSet.changes.prioritize(ALL, 2.5)
                        changed.count shouldBe 7
                        changed.refused shouldBe emptyMap()
                        tableSet.insert(counting(9))
                        tableSet.changes.prioritize(ids(9), 3.0)
                        tableSet.claim("w2", limit = 9).map { it.id } shouldBe listOf(9L, 1L, 8L, 10L)
                        shouldThrow<UsageError> { tableSet.changes.prioritize(ALL, Double.NaN) }
                    }
                }

                test("what is selected is what a listing of the same selection lists") {
                    opened().use { tableSet ->
                        tableSet.insert(counting(20))
                        val selection =
                            ListRequest(
                                where = "i % 3 = 0 AND trial.id <> 7",
                                statuses = setOf(Status.QUEUED),
                                ids = listOf(1L..10L, 13L..16L),
                            )
                        val listed = tableSet.queries.ids(selection).toList()
                        tableSet.changes.apply(Change.HOLD, selection).done.flatten() shouldBe listed
                        listed shouldBe listOf(1L, 4L, 10L, 13L, 16L)
                    }
                }

                test("one change leaves one event per run of ids, with time and host") {
                    val url = place.url()
                    opened(url).use { tableSet ->
                        tableSet.insert(counting(6))
                        tableSet.changes.apply(Change.HOLD, ListRequest(ids = listOf(1L..3L, 5L..6L)))
                        tableSet.changes.prioritize(ids(2), 7.0)
                        place.count(url, "event") shouldBe 4
                        val events = tableSet.events.of(2).map { it.event }
                        events.map { it.kind } shouldBe listOf("INSERTED", "HELD", "PRIORITIZED")
                        events.map { it.host }.toSet() shouldBe setOf("desk")
                        events.last().detail shouldBe "priority 7.0"
                    }
                }

                test("a trial that is queued again has a clean row and its whole history") {
                    val url = place.url()
                    opened(url).use { tableSet ->
                        tableSet.insert(counting(1))
                        val failed = NextStep(Status.FAILED, failures = 3, stalls = 2)
                        tableSet.finish(
                            tableSet.claim().single(),
                            FAILED.copy(metrics = listOf(MetricPoint("m", 1.0))),
                            failed,
                        )
                        tableSet.changes.apply(Change.REQUEUE, ALL).count shouldBe 1
                        val state = tableSet.standing.of(1)!!
                        listOf(state.failures, state.losses, state.stalls) shouldBe listOf(0L, 0L, 0L)
                        listOf(state.error, state.started, state.ended, state.worker) shouldBe List(4) { null }
                        tableSet.queries.trial(1)!!.metrics shouldBe emptyMap()
                        tableSet.queries.attempts(1).single().error shouldBe "boom"
                        place.count(url, "metric") shouldBe 1
                        tableSet.claim().single().attempt shouldBe 2
                    }
                }

                test("a cancelled trial stays cancelled, and what its attempt came to is kept") {
                    opened().use { tableSet ->
                        tableSet.insert(counting(1))
                        val claim = tableSet.claim().single()
                        tableSet.changes.apply(Change.CANCEL, ALL).count shouldBe 1
                        tableSet.leases.renew("w1", listOf(claim), 5.minutes) shouldBe mapOf(1L to Status.CANCELLED)
                        tableSet.changes.apply(Change.REQUEUE, ALL).refused.keys shouldBe
                            setOf(Refusal(Status.CANCELLED, claimed = true))
                        val end = DONE.copy(metrics = listOf(MetricPoint("loss", 0.25)))
                        tableSet.finish(claim, end) shouldBe FinishResult.Now(Status.CANCELLED)
                        tableSet.queries.trial(1)!!.metrics shouldBe mapOf("loss" to 0.25)
                        tableSet.queries.attempts(1).single().outcome shouldBe "DONE"
                        tableSet.changes.apply(Change.REQUEUE, ALL).count shouldBe 1
                    }
                }

                test("a trial that ended first is not cancelled, and says what it is") {
                    opened().use { tableSet ->
                        tableSet.insert(counting(1))
                        tableSet.finish(tableSet.claim().single(), DONE)
                        val changed = tableSet.changes.apply(Change.CANCEL, ALL)
                        changed.done.shouldBeEmpty()
                        changed.refused shouldBe mapOf(Refusal(Status.DONE, claimed = false) to listOf(1L..1L))
                    }
                }

                test("cancelling two hundred trials while they finish loses no outcome of any") {
                    opened().use { tableSet ->
                        tableSet.insert(counting(200))
                        val claims = tableSet.claim(limit = 200)
                        val ready = CountDownLatch(2)
                        var changed: Changed? = null
                        val canceller = thread {
                            opened(tableSet.url).use { other ->
                                ready.countDown()
                                ready.await()
                                changed = other.changes.apply(Change.CANCEL, ALL)
                            }
                        }
                        ready.countDown()
                        ready.await()
                        for (batch in claims.chunked(10)) {
                            val results = tableSet.claims.finish(batch.map { finished(it, DONE) })
                            for (result in results) (result is FinishResult.Now) shouldBe true
                        }
                        canceller.join()
                        for (id in 1L..200L) tableSet.queries.attempts(id).single().outcome shouldBe "DONE"
                        val statuses = tableSet.queries.counts()
                        statuses.getValue(Status.CANCELLED) shouldBe changed!!.count
                        statuses.getValue(Status.DONE) shouldBe changed.refusals
                        changed.count + changed.refusals shouldBe 200
                    }
                }

                context("with force a trial is taken from its worker, which can write nothing more") {
                    withData(
                        nameFn = { "${it.first}" },
                        Change.REQUEUE to Status.QUEUED,
                        Change.VOID to Status.VOID,
                        Change.HOLD to Status.HELD,
                        Change.CANCEL to Status.CANCELLED,
                    ) { (change, status) ->
                        for (begun in listOf(true, false)) opened().use { tableSet ->
                            tableSet.claims.registerWorker(WorkerRow("w1", HostProcess("node1", 4711)))
                            tableSet.insert(counting(1))
                            val claim = tableSet.claim().single()
                            if (begun) tableSet.claims.begin(claim, here) shouldBe true
                            tableSet.changes.apply(change, ALL, force = true).count shouldBe 1
                            tableSet.statuses() shouldBe listOf(status)
                            tableSet.finish(claim, DONE) shouldBe FinishResult.FencedOut
                            tableSet.claims.report(claim, listOf(MetricPoint("m", 1.0))) shouldBe false
                            tableSet.leases.renew("w1", listOf(claim), 5.minutes) shouldBe emptyMap()
                            val attempt = tableSet.queries.attempts(1).single()
                            attempt.outcome shouldBe "LOST"
                            attempt.host shouldBe "node1"
                            attempt.error shouldBe "taken from its worker by ${change.name.lowercase()} on desk"
                            tableSet.events.of(1).last().event.worker shouldBe "w1"
                        }
                    }
                }

                test("a cancelled trial whose worker fell silent may be queued again without force") {
                    val clock = SettableOffset()
                    opened(clock = clock).use { tableSet ->
                        tableSet.claims.registerWorker(WorkerRow("w1", HostProcess("node1", 4711)))
                        tableSet.insert(counting(1))
                        val late = tableSet.claim().single()
                        tableSet.changes.apply(Change.CANCEL, ALL)
                        clock.offset = 6.minutes
                        tableSet.changes.apply(Change.REQUEUE, ALL).count shouldBe 1
                        tableSet.finish(late, DONE) shouldBe FinishResult.FencedOut
                        tableSet.queries.attempts(1).single().error!! shouldContain "requeue"
                        tableSet.claim("w2").single().attempt shouldBe 2
                    }
                }

                test("a void trial frees its identity, and never comes back") {
                    opened().use { tableSet ->
                        tableSet.insert(counting(2))
                        tableSet.changes.apply(Change.VOID, ids(1)).count shouldBe 1
                        tableSet.insert(counting(2)).new shouldBe 1
                        tableSet.changes.apply(Change.REQUEUE, ids(1), force = true).refused shouldBe
                            mapOf(Refusal(Status.VOID, claimed = false) to listOf(1L..1L))
                        val state = tableSet.standing.of(1)!!
                        tableSet.standing.twins(state).map { it.id } shouldBe listOf(3L)
                    }
                }

                test("a point by itself is inserted once, with the parent it was copied from") {
                    opened().use { tableSet ->
                        tableSet.insert(counting(1))
                        val needs = Resources(cpus = 3, gpus = 1)
                        val experiment = untyped().copy(resources = needs)
                        fun copy(i: Int) =
                            tableSet.inserts.insertOne(
                                InsertRequest(
                                    experiment,
                                    gridOf(mydriver.model.Params.of("i" to i)),
                                    priority = 4.0,
                                    parent = 1,
                                )
                            )
                        copy(0) shouldBe InsertedTrial(1, new = false)
                        copy(7) shouldBe InsertedTrial(2, new = true)
                        copy(7) shouldBe InsertedTrial(2, new = false)
                        val state = tableSet.standing.of(2)!!
                        listOf(state.parent, state.needs, state.priority) shouldBe listOf(1L, needs, 4.0)
                        tableSet.events.of(2).single().event.detail shouldBe "a copy of trial 1"
                    }
                }

                test("a worker's record says what it offers, and how long nothing was heard of it") {
                    val clock = SettableOffset()
                    opened(clock = clock).use { tableSet ->
                        val offer = Resources(cpus = 8, memory = mydriver.model.Memory(1L shl 34))
                        val row =
                            WorkerRow("w1", HostProcess("node1", 4711, 7), "boot", lease = 2.minutes, offer = offer)
                        tableSet.claims.registerWorker(row)
                        tableSet.insert(counting(3))
                        tableSet.claim(limit = 2)
                        clock.offset = 3.minutes
                        val record = tableSet.workers.open().single()
                        record.row shouldBe row
                        record.claims shouldBe 2
                        (record.unheard in 3.minutes..4.minutes) shouldBe true
                        tableSet.claims.workerEnded("w1")
                        tableSet.workers.open().single().ended shouldBe tableSet.workers.all().single().ended
                    }
                }
            }
        }
    })
