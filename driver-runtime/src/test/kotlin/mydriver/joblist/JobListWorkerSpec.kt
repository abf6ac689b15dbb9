package mydriver.joblist

import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import java.nio.file.Path
import java.time.Clock
import java.time.Instant
import java.time.ZoneOffset
import java.util.concurrent.CountDownLatch
import kotlin.concurrent.thread
import kotlin.io.path.createDirectories
import kotlin.io.path.deleteExisting
import kotlin.io.path.listDirectoryEntries
import kotlin.io.path.readText
import kotlin.io.path.writeText
import kotlin.time.Duration
import kotlin.time.Duration.Companion.minutes
import mydriver.host.awaitFile
import mydriver.model.ConfigurationError
import mydriver.process.Machine
import mydriver.process.Processes

private val clock = Clock.fixed(Instant.parse("2026-11-21T12:00:00Z"), ZoneOffset.UTC)

/** A job list in a folder of its own, and workers on it. */
private class Lab(folder: Path, text: String) {
    val file: Path = folder.createDirectories().resolve("jobs.json").apply { writeText(text) }
    val log: Path = folder.resolve("log")
    val told = ArrayList<String>()
    val stopped = CountDownLatch(1)
    var onTell: (String) -> Unit = {}

    fun desk(host: String = "here", silence: Duration = 5.minutes): Desk {
        val machine = Machine(host, "boot")
        val list = JobListFile.of(file)
        val shared = SharedFolder(list.folder, WorkerSigns.nameOn(machine))
        return Desk(list, shared, WorkerSigns(shared, machine, silence), clock, host)
    }

    fun <T> worker(options: WorkOptions = WorkOptions(), desk: Desk = desk(), action: (JobListWorker) -> T): T =
        Processes(mapOf("PATH" to System.getenv("PATH"))).lane().use { lane ->
            val run = CommandRun(lane, file.parent, {}, {})
            val tell = { line: String ->
                told += line
                onTell(line)
            }
            val attempts = Attempts(desk, run, clock, stopped, tell)
            action(JobListWorker(desk, attempts, options, stopped, tell))
        }

    fun work(options: WorkOptions = WorkOptions()) = worker(options) { it.work() }

    fun states(desk: Desk = desk()) = desk.standing(desk.file.read()).map(desk::stateOf)

    /** What commands wrote by [note], in order. */
    fun noted() = if (log.toFile().exists()) log.readText().trim().lines() else emptyList()
}

/** A command that notes that it ran. */
private fun note(what: String, then: String = "true") = "[\"sh\", \"-c\", \"echo $what >> log; $then\"]"

/** What a worker makes of a job list. */
class JobListWorkerSpec :
    FunSpec({
        val folder = tempdir().toPath()
        var count = 0
        fun lab(vararg commands: String) = Lab(folder.resolve("${++count}"), commands.joinToString(",\n", "[", "]"))

        test("commands run in order, a failed one is kept with what it printed, and ends nothing") {
            val lab = lab(note("one"), note("two", "echo no >&2; exit 3"), note("three"))
            lab.work() shouldBe WorkSummary(2, 1, 0, 0, 0)
            lab.noted() shouldContainExactly listOf("one", "two", "three")
            lab.states() shouldContainExactly listOf(EntryState.DONE, EntryState.FAILED, EntryState.DONE)
            val failed = lab.desk().run { standing(file.read()) }[1]
            failed.end?.exitCode shouldBe 3
            lab.desk().records.errors(failed.occurrence.attempt(1)).readText() shouldBe "no\n"
            listed(lab.file.readText()).entries.all { it.executed } shouldBe true
            lab.work() shouldBe WorkSummary(0, 0, 0, 0, 0)
        }

        test("a list that is none, or is not there, gets no folder beside it") {
            val broken = lab("1")
            shouldThrow<ConfigurationError> { broken.work() }
            broken.file.deleteExisting()
            shouldThrow<ConfigurationError> { broken.worker { it.workOn(1) } }
            broken.file.parent.listDirectoryEntries() shouldBe emptyList()
        }

        test("failed commands are run again when that is asked for, once per worker") {
            val lab = lab(note("one", "exit 1"), note("two"))
            lab.work()
            lab.work(WorkOptions(retryFailed = true)) shouldBe WorkSummary(0, 1, 0, 0, 0)
            lab.noted() shouldContainExactly listOf("one", "two", "one")
            lab.told.last { it.startsWith("running") } shouldContain "command 1, attempt 2"
        }

        test("the list may grow and change while it is worked on") {
            val lab = lab(note("one"), note("two"))
            lab.onTell = { line ->
                if (line.startsWith("running command 1:"))
                    lab.file.writeText("[${note("new")}, ${note("two")}, ${note("one")}]")
            }
            lab.work().done shouldBe 3
            lab.noted() shouldContainExactly listOf("one", "new", "two")
            listed(lab.file.readText()).entries.all { it.executed } shouldBe true
        }

        test("a list that somebody broke is waited for") {
            val lab = lab(note("one"), note("two"))
            lab.onTell = { line ->
                if (line.startsWith("running command 1:")) lab.file.writeText("[${note("one")}, [")
                if (line.endsWith("waiting until it can be read"))
                    lab.file.writeText("[${note("one")}, ${note("three")}]")
            }
            lab.work().done shouldBe 2
            lab.noted() shouldContainExactly listOf("one", "three")
        }

        test("what somebody else has marked is left alone, in whatever place it stands") {
            val lab =
                lab(
                    "[\"executed\", \"sh\", \"-c\", \"echo no >> log\"]",
                    note("a"),
                    note("a"),
                    note("a").replace("[", "[\"executed\","),
                )
            lab.work().done shouldBe 2
            lab.noted() shouldContainExactly listOf("a", "a")
            lab.states().count { it == EntryState.EXECUTED } shouldBe 2
            lab.work().done shouldBe 0
        }

        test("a command that is put into the list once more runs once more") {
            val lab = lab(note("a"))
            lab.work()
            lab.file.writeText("[${note("a")}, ${note("a")}]")
            lab.work().done shouldBe 1
            lab.noted() shouldContainExactly listOf("a", "a")
        }

        test("a command that this machine cannot start is left to others") {
            val lab = lab("[\"no-such-program\"]", note("a"))
            lab.work() shouldBe WorkSummary(1, 0, 0, 1, 0)
            lab.states() shouldContainExactly listOf(EntryState.TO_DO, EntryState.DONE)
            lab.told.first() shouldContain "cannot run command 1 here: no-such-program: there is no program"
        }

        test("a program that nothing can execute is a failed command") {
            val lab = lab("[\"./odd\"]", note("a"))
            val odd = lab.file.resolveSibling("odd").apply { writeText("#!/no/such/interpreter\n") }
            odd.toFile().setExecutable(true)
            lab.work() shouldBe WorkSummary(1, 1, 0, 0, 0)
        }

        test("a worker ends after as many failures in a row as it was told to bear") {
            val lab = lab(*Array(5) { note("$it", "false") })
            lab.work(WorkOptions(stopAfterFailures = 2)) shouldBe WorkSummary(0, 2, 0, 3, 0)
        }

        test("the command that runs when the worker is stopped is asked to end, and is interrupted") {
            val lab =
                lab(
                    "[\"sh\", \"-c\", \"trap 'echo asked >> log; exit 1' TERM; touch up; while :; do sleep 0.1; done\"]",
                    note("b"),
                )
            val stopper = thread {
                awaitFile(lab.file.parent) { it == "up" }
                lab.stopped.countDown()
            }
            lab.work() shouldBe WorkSummary(0, 0, 1, 1, 0)
            stopper.join()
            lab.noted() shouldContainExactly listOf("asked")
            lab.states() shouldContainExactly listOf(EntryState.INTERRUPTED, EntryState.TO_DO)
        }

        test("what a worker left that died is interrupted, and runs again only when asked for") {
            val lab = lab(note("a"), note("b"))
            // No sign of its worker: it is dead on any machine.
            val dead = lab.desk()
            dead.file.folder.createDirectories()
            val one = dead.standing(dead.file.read()).first()
            val id = one.occurrence.attempt(1)
            dead.records.claim(id, "sh", Claim("there-boot-1-1", "there", clock.instant())) shouldBe true
            lab.work().done shouldBe 1
            lab.noted() shouldContainExactly listOf("b")
            lab.states() shouldContainExactly listOf(EntryState.INTERRUPTED, EntryState.DONE)
            dead.records.endOf(id)?.why shouldBe "its worker on there died"
            // The late worker is told that it was too late.
            dead.records.end(id, End(EntryState.DONE, clock.instant())) shouldBe false
            lab.work(WorkOptions(retryFailed = true)).done shouldBe 1
            lab.noted() shouldContainExactly listOf("b", "a")
        }

        test("a worker on another machine is alive as long as it shows itself") {
            val lab = lab(note("a"))
            val there = lab.desk(host = "there")
            there.open()
            val id = there.claim(there.standing(there.file.read()).single())
            lab.worker { it.work() } shouldBe WorkSummary(0, 0, 0, 0, 1)
            lab.states() shouldContainExactly listOf(EntryState.RUNNING)
            lab.states(lab.desk(silence = Duration.ZERO)) shouldContainExactly listOf(EntryState.INTERRUPTED)
            there.close()
            lab.states() shouldContainExactly listOf(EntryState.INTERRUPTED)
            (id != null) shouldBe true
        }

        test("a claim that is no JSON yet belongs to somebody, for a while") {
            val lab = lab(note("a"))
            val desk = lab.desk().apply { open() }
            val id = desk.standing(desk.file.read()).single().occurrence.attempt(1)
            desk.records.claimFile(id).writeText("")
            lab.states() shouldContainExactly listOf(EntryState.RUNNING)
            lab.states(lab.desk(silence = Duration.ZERO)) shouldContainExactly listOf(EntryState.INTERRUPTED)
        }

        test("one command can be run once more, whatever has become of it") {
            val lab = lab(note("a"), note("b"), note("c").replace("[", "[\"executed\","))
            lab.work()
            lab.worker { it.workOn(2) }.done shouldBe 1
            lab.worker { it.workOn(3) }.done shouldBe 1
            lab.noted() shouldContainExactly listOf("a", "b", "b", "c")
        }

        test("what a killed worker left half-written is cleared up by the next") {
            val lab = lab(note("a"))
            val runs = lab.desk().file.folder.createDirectories()
            runs.resolve(".new~gone-boot-1-1~7").writeText("half")
            runs.resolve("gone-boot-1-1.worker").writeText("{\"host\":\"here\",\"boot\":\"\",\"pid\":1,\"start\":1}")
            runs.resolve("gone-boot-1-1.worker").toFile().setLastModified(0)
            lab.work().done shouldBe 1
            runs
                .listDirectoryEntries()
                .map { it.fileName.toString().substringAfterLast('.') }
                .sorted() shouldContainExactly listOf("claim", "end", "err", "out")
        }
    })
