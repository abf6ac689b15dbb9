package mydriver.command

import io.kotest.core.spec.style.FunSpec
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldNotContain
import java.io.StringWriter
import java.time.Clock
import java.time.Duration
import java.time.Instant
import java.time.ZoneOffset
import mydriver.model.Status
import mydriver.store.StoreOptions
import mydriver.store.TableSet
import mydriver.store.TableSetUrl
import mydriver.store.query.ListRequest

/** Waiting for trials and telling how far they are; time passes only when a spec says so. */
class WaitingSpec :
    FunSpec({
        val folder = tempdir().toPath()
        val script = specScript(folder)

        /** Waits on the six points of the spec script; [work] happens at each pause. */
        fun wait(name: String, alive: () -> Boolean = { true }, work: (TableSet) -> Int?): Pair<WaitEnd, String> {
            val url = "sqlite:${folder.resolve("$name.db")}?table=spec"
            Desk(folder).type("insert", "--database", url, script = script)
            TableSet.open(TableSetUrl.parse(url, folder, null) { null }, StoreOptions()).use { tableSet ->
                val err = StringWriter()
                val surroundings = Desk(folder, ticks = { work(tableSet) }).surroundings()
                val session =
                    Session(
                        Invocation(script, emptyList(), Console(StringWriter(), err), surroundings) { script },
                        "insert",
                    )
                return Waiting(session, tableSet, tableSet.queries.ids(ListRequest())).untilEnded(alive) to
                    err.toString()
            }
        }

        fun runAll(name: String) {
            val options = arrayOf("--database", "sqlite:${folder.resolve("$name.db")}?table=spec", "--root", name)
            Desk(folder).type("worker", "--drain", *options, script = script).code shouldBe 1
        }

        test("it ends when nothing is queued or running, and knows how many failed") {
            val (end, told) = wait("all") { runAll("all").let { null } }
            (end as WaitEnd.AllEnded).failed shouldBe 1
            told shouldBe "0 of 6 trials ended: 0 done, 0 failed\n6 of 6 trials ended: 5 done, 1 failed\n"
        }

        test("whoever stops it gets the exit code of the signal, and trials stay as they are") {
            wait("stopped") { 130 }.first shouldBe WaitEnd.Stopped(130)
        }

        test("it does not wait for workers that are gone") {
            var looks = 0
            wait("gone", alive = { looks++ < 3 }) { null }.first shouldBe WaitEnd.Abandoned(left = 6)
        }

        test("workers that end after the last look have done their work first") {
            var worked = false
            val end =
                wait("late", alive = { !worked }) {
                    worked = true
                    runAll("late")
                    null
                }
            (end.first as WaitEnd.AllEnded).failed shouldBe 1
        }

        test("a plain line is printed for every tenth, however often one looks") {
            val told = StringWriter()
            val progress = Progress(Console(StringWriter(), told), Clock.systemUTC(), counts(QUEUED to 1000L))
            for (done in 0L..1000L) progress.show(counts(QUEUED to 1000 - done, DONE to done))
            told
                .toString()
                .lines()
                .filter { it.isNotEmpty() }
                .map { it.substringBefore(' ').toInt() } shouldContainExactly (0..1000 step 100).toList()
        }

        test("on a terminal one line is drawn over itself, with rate and time left") {
            val told = StringWriter()
            val clock = SteppedClock()
            val console = Console(StringWriter(), told, Terminals(errors = true), width = 80)
            val progress = Progress(console, clock, counts(QUEUED to 24L, FAILED to 3L))
            clock.now += Duration.ofSeconds(10)
            progress.show(counts(QUEUED to 10L, RUNNING to 2L, DONE to 11L, FAILED to 4L))
            progress.end()
            told.toString() shouldBe
                "\r██████████░░░░░░░░░░ 12/24 ended, 1 failed, 2 running, 1.2/s, 10 s left\u001b[K\n"
        }

        test("the line is never wider than the terminal") {
            val told = StringWriter()
            val console = Console(StringWriter(), told, Terminals(errors = true), width = 30)
            Progress(console, Clock.systemUTC(), counts(QUEUED to 24L)).show(counts(QUEUED to 24L))
            told.toString() shouldContain "…\u001b[K"
            told.toString() shouldNotContain "starting"
        }

        test("time left is told as people say it") {
            listOf(0L, 59L, 60L, 185L, 7800L).map(::spoken) shouldContainExactly
                listOf("0 s", "59 s", "1 min 0 s", "3 min 5 s", "2 h 10 min")
        }
    })

private val QUEUED = Status.QUEUED
private val RUNNING = Status.RUNNING
private val DONE = Status.DONE
private val FAILED = Status.FAILED

private fun counts(vararg counts: Pair<Status, Long>): Map<Status, Long> =
    Status.entries.associateWith { 0L } + counts.map { it.first to it.second }

private class SteppedClock(var now: Instant = Instant.EPOCH) : Clock() {
    override fun instant(): Instant = now

    override fun getZone() = ZoneOffset.UTC

    override fun withZone(zone: java.time.ZoneId?) = this
}
