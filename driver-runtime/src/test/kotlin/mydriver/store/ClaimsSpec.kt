package mydriver.store

import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.collections.shouldHaveSize
import io.kotest.matchers.shouldBe
import java.util.concurrent.Executors
import kotlin.time.Duration.Companion.minutes
import kotlin.time.Duration.Companion.seconds
import mydriver.model.Cause
import mydriver.model.Grid
import mydriver.model.Memory
import mydriver.model.Params
import mydriver.model.Resources
import mydriver.model.Status
import mydriver.store.query.ListRequest

private val done = AttemptEnd(Outcome.DONE)
private val failed = AttemptEnd(Outcome.FAILED, Cause.ERROR, error = "boom\n at Job.kt:3")

private fun TableSet.claimed(limit: Int = 1, worker: String = "w1", fits: Resources = Resources()): List<Claim> =
    claims.claim(worker, limit, 5.minutes, fits)

class ClaimsSpec :
    FunSpec({
        for (place in TestPlace.all) {
            context(place.label) {
                fun statusOf(url: TableSetUrl, id: Long) =
                    place.query(url, "SELECT status FROM t_trial WHERE id = $id").single()

                test("trials are claimed by priority, then in the order of their ids, and never twice") {
                    TableSet.open(place.url()).use { tableSet ->
                        for ((priority, range) in listOf(1.0 to 0..2, 2.0 to 3..4)) {
                            val grid = Grid { sink -> for (i in range) sink(Params.of("i" to i)) }
                            tableSet.inserts.insert(InsertRequest(untyped(), grid, priority = priority))
                        }
                        tableSet.claimed(limit = 3).map { it.id } shouldBe listOf(4L, 5L, 1L)
                        tableSet.claimed(limit = 3, worker = "w2").map { it.id } shouldBe listOf(2L, 3L)
                        tableSet.claimed().shouldBeEmpty()
                    }
                }

                test("a claim carries the row, its attempt number and its lease") {
                    val url = place.url()
                    TableSet.open(url).use { tableSet ->
                        tableSet.insert(gridOf(Params.of("lr" to 0.1, "name" to "it's")))
                        val claim = tableSet.claimed().single()
                        claim.params shouldBe Params.of("lr" to 0.1, "name" to "it's")
                        claim.attempt shouldBe 1
                        claim.seed shouldBe (place.query(url, "SELECT seed FROM t_trial").single() as Number).toLong()
                        val lease =
                            "SELECT lease_until - created FROM t_trial WHERE status = 'RUNNING' AND claimed_by = 'w1'"
                        val length = (place.query(url, lease).single() as Number).toLong()
                        (length in 300_000L..400_000L) shouldBe true
                    }
                }

                test("a worker gets only what fits it") {
                    TableSet.open(place.url()).use { tableSet ->
                        val needs = Resources(cpus = 4, memory = Memory(1L shl 33), gpus = 1)
                        val big = untyped(grid = counting(1)).copy(resources = needs)
                        tableSet.inserts.insert(InsertRequest(big, counting(1)))
                        tableSet.claimed(fits = needs.copy(cpus = 3)).shouldBeEmpty()
                        tableSet.claimed(fits = needs.copy(memory = Memory(1L shl 32))).shouldBeEmpty()
                        tableSet.claimed(fits = needs.copy(gpus = 0)).shouldBeEmpty()
                        tableSet.claimed(fits = needs.copy(memory = null)) shouldHaveSize 1
                    }
                }

                test("eight threads claim two hundred trials once each") {
                    val url = place.url()
                    TableSet.open(url).use { tableSet ->
                        tableSet.insert(counting(200))
                        val threads = Executors.newFixedThreadPool(8)
                        try {
                            val work =
                                List(8) { worker ->
                                    threads.submit<List<Long>> {
                                        generateSequence {
                                            tableSet.claimed(limit = 3, worker = "w$worker").ifEmpty { null }
                                        }
                                            .flatten()
                                            .onEach { claim ->
                                                tableSet.claims.begin(claim, here) shouldBe true
                                                tableSet.finish(claim, done) shouldBe FinishResult.Now(Status.DONE)
                                            }
                                            .map { it.id }
                                            .toList()
                                    }
                                }
                            work.flatMap { it.get() }.sorted() shouldBe (1L..200L).toList()
                        } finally {
                            threads.shutdown()
                        }
                    }
                    place.count(url, "attempt") shouldBe 200
                }

                test("begin, report and finish leave attempt, metrics, history and events") {
                    val url = place.url()
                    TableSet.open(url).use { tableSet ->
                        tableSet.insert(counting(1))
                        val claim = tableSet.claimed().single()
                        tableSet.claims.begin(claim, here.copy(git = GitState("abc", dirty = true))) shouldBe true
                        val losses = listOf(MetricPoint("loss", 0.5, 1), MetricPoint("loss", Double.NaN, 2))
                        tableSet.claims.report(claim, losses) shouldBe true
                        val end = done.copy(metrics = listOf(MetricPoint("best \"one\"", "it's"), MetricPoint("n", 3L)))
                        tableSet.finish(claim, end) shouldBe FinishResult.Now(Status.DONE)
                        tableSet.events.of(1).map { it.event.kind } shouldBe
                            listOf("INSERTED", "CLAIMED", "STARTED", "DONE")
                        val names = tableSet.names.all().filter { it.namespace == NameRow.METRIC }
                        names.map { it.name to it.kind?.label } shouldBe
                            listOf("loss" to "real", "best \"one\"" to "text", "n" to "integer")
                    }
                    place.query(
                        url,
                        "SELECT outcome FROM t_attempt WHERE git_commit = 'abc' AND ended IS NOT NULL",
                    ) shouldBe listOf("DONE")
                    place.query(url, "SELECT coalesce(CAST(value AS TEXT), text) FROM t_metric ORDER BY id") shouldBe
                        listOf("0.5", "NaN", "it's", if (place == TestPlace.postgres) "3" else "3.0")
                    val metrics = place.query(url, "SELECT CAST(metrics AS TEXT) FROM t_trial").single().toString()
                    mydriver.store.json.JsonReader(metrics).readObject() shouldBe
                        mapOf("loss" to "NaN", "best \"one\"" to "it's", "n" to 3L)
                }

                test("who no longer holds the claim changes nothing") {
                    val url = place.url()
                    TableSet.open(url).use { tableSet ->
                        tableSet.insert(counting(1))
                        val late = tableSet.claimed().single()
                        tableSet.claims.handBack(listOf(late))
                        val current = tableSet.claimed(worker = "w2").single()
                        current.attempt shouldBe 2

                        tableSet.claims.begin(late, here) shouldBe false
                        tableSet.claims.report(late, listOf(MetricPoint("loss", 1.0))) shouldBe false
                        tableSet.finish(late, failed) shouldBe FinishResult.FencedOut
                        tableSet.claims.hold(late, "no") shouldBe false
                        tableSet.claims.handBack(listOf(late))
                        statusOf(url, 1) shouldBe "RUNNING"
                        for (part in listOf("attempt", "metric")) place.count(url, part) shouldBe 0

                        tableSet.claims.begin(current, here) shouldBe true
                        tableSet.finish(current, done) shouldBe FinishResult.Now(Status.DONE)
                    }
                }

                test("what becomes of a trial is what the next step says") {
                    val url = place.url()
                    val clock = SettableOffset()
                    TableSet.open(url, StoreOptions(clockOffset = clock)).use { tableSet ->
                        tableSet.insert(counting(1))
                        val needs = Resources(2, Memory(1L shl 30), 1, 90.seconds)
                        val again = NextStep(Status.QUEUED, 10.minutes, failures = 1, stalls = 2, needs)
                        tableSet.finish(tableSet.claimed().single(), failed, again) shouldBe
                            FinishResult.Now(Status.QUEUED)
                        tableSet.claimed(fits = needs).shouldBeEmpty()
                        clock.offset = 11.minutes
                        tableSet.claimed().shouldBeEmpty()
                        val claim = tableSet.claimed(fits = needs).single()
                        claim.row.needs shouldBe needs
                        listOf(claim.row.failures, claim.row.stalls, claim.row.losses) shouldBe listOf(1L, 2L, 0L)
                        tableSet.finish(claim, failed, NextStep(Status.FAILED, failures = 2)) shouldBe
                            FinishResult.Now(Status.FAILED)
                    }
                    place.query(url, "SELECT error FROM t_trial") shouldBe listOf("boom")
                    place.query(url, "SELECT error FROM t_attempt WHERE number = 2") shouldBe listOf(failed.error)
                    place.query(url, "SELECT outcome FROM t_attempt") shouldBe listOf("FAILED", "FAILED")
                }

                test("an end whose answer got lost is stored once, however often it is told") {
                    val url = place.url()
                    TableSet.open(url).use { tableSet ->
                        tableSet.insert(counting(1))
                        val claim = tableSet.claimed().single()
                        val end = AttemptEnd(Outcome.INCOMPLETE, metrics = listOf(MetricPoint("loss", 0.5)))
                        repeat(2) { tableSet.finish(claim, end) shouldBe FinishResult.Now(Status.QUEUED) }
                        tableSet.claimed(worker = "w2").single().attempt shouldBe 2
                        tableSet.finish(claim, end) shouldBe FinishResult.Now(Status.QUEUED)
                        statusOf(url, 1) shouldBe "RUNNING"
                        tableSet.events.of(1).map { it.event.kind } shouldBe
                            listOf("INSERTED", "CLAIMED", "REQUEUED", "CLAIMED")
                    }
                    for (part in listOf("attempt", "metric")) place.count(url, part) shouldBe 1
                }

                test("claims whose answer got lost are found again") {
                    TableSet.open(place.url()).use { tableSet ->
                        tableSet.insert(counting(4))
                        val known = tableSet.claimed()
                        val lost = tableSet.claimed(limit = 2)
                        tableSet.claimed(worker = "w2")
                        val found = tableSet.claims.forgotten("w1", setOf(known.single().id))
                        found.map { it.id to it.attempt } shouldBe lost.map { it.id to it.attempt }
                        tableSet.finish(found.first(), done) shouldBe FinishResult.Now(Status.DONE)
                    }
                }

                test("a cancelled trial stays cancelled and keeps what its attempt reported") {
                    val url = place.url()
                    TableSet.open(url).use { tableSet ->
                        tableSet.insert(counting(3))
                        val (one, two, three) = tableSet.claimed(limit = 3)
                        tableSet.claims.begin(one, here)
                        place.execute(url, "UPDATE t_trial SET status = 'CANCELLED'")
                        val end = done.copy(metrics = listOf(MetricPoint("loss", 0.25)))
                        tableSet.finish(one, end) shouldBe FinishResult.Now(Status.CANCELLED)
                        tableSet.claims.handBack(listOf(two))
                        tableSet.claims.hold(three, "does not bind")
                        for (id in 1L..3L) statusOf(url, id) shouldBe "CANCELLED"
                    }
                    place.query(url, "SELECT outcome FROM t_attempt") shouldBe listOf("DONE")
                    place.count(url, "metric") shouldBe 1
                }

                test("a trial that does not bind is held with the reason") {
                    val url = place.url()
                    TableSet.open(url).use { tableSet ->
                        tableSet.insert(counting(1))
                        tableSet.claims.hold(
                            tableSet.claimed().single(),
                            "param \"i\" is missing\nsecond line",
                        ) shouldBe true
                        tableSet.events.of(1).last().event.detail shouldBe "param \"i\" is missing\nsecond line"
                    }
                    statusOf(url, 1) shouldBe "HELD"
                    place.query(url, "SELECT error FROM t_trial") shouldBe listOf("param \"i\" is missing")
                }

                test("a requeued trial starts with a clean row and keeps its history") {
                    val url = place.url()
                    TableSet.open(url).use { tableSet ->
                        tableSet.insert(counting(1))
                        tableSet.changes.apply(Change.REQUEUE, ListRequest(ids = listOf(1L..1L))).count shouldBe 0
                        val claim = tableSet.claimed().single()
                        tableSet.claims.begin(claim, here)
                        tableSet.claims.report(claim, listOf(MetricPoint("loss", 1.0)))
                        tableSet.finish(claim, failed)
                        tableSet.changes.apply(Change.REQUEUE, ListRequest(ids = listOf(1L..1L))).count shouldBe 1
                        tableSet.claimed().single().attempt shouldBe 2
                    }
                    place.query(url, "SELECT CAST(metrics AS TEXT) FROM t_trial") shouldBe listOf("{}")
                    place.count(url, "metric") shouldBe 1
                }

                test("workers register, end, and leave the cache of names right after the table set was cleared") {
                    val url = place.url()
                    TableSet.open(url).use { tableSet ->
                        tableSet.claims.registerWorker(WorkerRow("w1", here.process, bootId = "b", lease = 90.seconds))
                        tableSet.claims.workerEnded("w1")
                        place.query(url, "SELECT state FROM t_worker") shouldBe listOf("ENDED")
                        repeat(2) {
                            tableSet.insert(counting(2))
                            for (claim in tableSet.claimed(limit = 2)) tableSet.finish(
                                claim,
                                done.copy(metrics = listOf(MetricPoint("m", 1.5))),
                            )
                            tableSet.names.all().map { it.name } shouldBe listOf("i", "m")
                            tableSet.housekeeping.clear(force = false) shouldBe 2
                        }
                    }
                }

                test("a table set with live leases is cleared only by force, and ids go on") {
                    val url = place.url()
                    val clock = SettableOffset()
                    TableSet.open(url, StoreOptions(clockOffset = clock)).use { tableSet ->
                        val uid = tableSet.uid
                        tableSet.insert(counting(3))
                        tableSet.claimed()
                        tableSet.housekeeping.liveLeases() shouldBe 1
                        io.kotest.assertions.throwables.shouldThrow<LiveLeases> {
                            tableSet.housekeeping.clear(force = false)
                        }
                        place.count(url) shouldBe 3
                        clock.offset = 6.minutes
                        tableSet.housekeeping.liveLeases() shouldBe 0
                        tableSet.housekeeping.clear(force = false) shouldBe 3
                        tableSet.insert(counting(1))
                        tableSet.claimed().single().id shouldBe 4
                        tableSet.housekeeping.clear(force = true) shouldBe 1
                        TableSet.open(url).use { it.uid shouldBe uid }
                    }
                }
            }
        }
    })
