package mydriver.worker.single

import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.collections.shouldContainExactlyInAnyOrder
import io.kotest.matchers.collections.shouldHaveSize
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import java.nio.file.Path
import java.time.Clock
import java.time.Instant
import java.time.ZoneOffset
import kotlin.io.path.appendBytes
import kotlin.io.path.appendText
import kotlin.io.path.createFile
import kotlin.io.path.listDirectoryEntries
import kotlin.io.path.name
import kotlin.io.path.readText
import mydriver.deeds.deedExperiment
import mydriver.deeds.specChild
import mydriver.deeds.specEnvironment
import mydriver.model.Cause
import mydriver.model.ConfigurationError
import mydriver.model.Params
import mydriver.process.FileFollower
import mydriver.process.Processes
import mydriver.store.Outcome
import mydriver.worker.LEASE
import mydriver.worker.SpecTableSet
import mydriver.worker.WorkFolders
import mydriver.worker.Workplace
import mydriver.worker.files.RunDirectories
import mydriver.worker.files.ScratchFolders

class SingleRunSpec :
    FunSpec({
        val scratch = tempdir().toPath()
        val clock = Clock.fixed(Instant.parse("2026-03-01T12:30:05Z"), ZoneOffset.UTC)
        val out = StringBuilder()
        val err = StringBuilder()

        fun run(kind: String, amount: Long, root: Path = scratch, inProcess: Boolean = false): SingleRunResult {
            val directories = RunDirectories(root, "deeds")
            val workplace = workplace(directories, root)
            val experiment = deedExperiment.copy(inProcess = inProcess)
            val params = Params.of("kind" to kind, "amount" to amount)
            return SingleRun(workplace, clock, RunOutput(out::append, err::append)).run(experiment, params, root)
        }

        test("the job's output is on the terminal and in the files") {
            val result = run("print", 3)
            result.end.outcome shouldBe Outcome.DONE
            out.toString() shouldBe ("x".repeat(1023) + "\n").repeat(3)
            err.toString() shouldBe "done printing"
            result.directory.resolve("latest/stdout").readText() shouldBe out.toString()
        }

        test("metrics, reported and returned, are there at the end") {
            run("done", 0).metrics shouldBe mapOf("loss" to 0.5, "best" to "a.bin", "epochs" to 3L)
            run("history", 4).metrics shouldBe mapOf("loss" to 0.25)
        }

        test("a job that fails is a result") {
            val result = run("exit", 3)
            result.end.outcome shouldBe Outcome.FAILED
            result.end.cause shouldBe Cause.EXIT
            result.end.exitCode shouldBe 3
            result.directory.resolve("trial.json").readText() shouldContain "\"cause\": \"EXIT\""
        }

        test("a run that is stopped ends, whether its job listens or not") {
            listOf("wait for stop" to Outcome.INCOMPLETE, "forever" to Outcome.FAILED).forEach { (kind, outcome) ->
                lateinit var single: SingleRun
                val directories = RunDirectories(scratch, "deeds")
                val workplace = workplace(directories, scratch)
                val output = RunOutput({ single.stop(LEASE) }, {})
                single = SingleRun(workplace, clock, output)
                val params = Params.of("kind" to kind, "amount" to 0)
                single.run(deedExperiment, params, scratch).end.outcome shouldBe outcome
            }
        }

        test("runs of the same second have folders of their own, named by the clock") {
            val root = tempdir().toPath()
            repeat(3) { run("unit", 0, root, inProcess = true) }
            root.resolve("deeds").listDirectoryEntries().map { it.name } shouldContainExactlyInAnyOrder
                listOf("run-20260301-123005", "run-20260301-123005-2", "run-20260301-123005-3")
        }

        test("the same params give the same seed, others another one") {
            fun seed(amount: Long) = run("files", amount).directory.resolve("latest/files/model.bin").readText()
            seed(1) shouldBe seed(1)
            setOf(seed(1), seed(2)) shouldHaveSize 2
        }

        test("params that do not bind are told, and nothing runs") {
            val root = tempdir().toPath()
            shouldThrow<ConfigurationError> { runUnbound(root, clock) }.message shouldContain "\"amount\" is missing"
            root.resolve("deeds").listDirectoryEntries().map { it.name } shouldBe listOf(".spare")
        }

        context("following a file") {
            test("pieces of a character are put together, and what is no text is shown as such") {
                val file = scratch.resolve("followed")
                val text = StringBuilder()
                val follower = FileFollower(file, text::append)
                follower.look()
                file.createFile()
                "é🎲".toByteArray().forEach { byte ->
                    file.appendBytes(byteArrayOf(byte))
                    follower.look()
                }
                file.appendBytes(byteArrayOf(-1))
                file.appendText("z")
                file.appendBytes(byteArrayOf("é".toByteArray()[0]))
                follower.look()
                follower.close()
                text.toString() shouldBe "é🎲\uFFFDz\uFFFD"
            }
        }
    })

private fun runUnbound(root: Path, clock: Clock) {
    val workplace = workplace(RunDirectories(root, "deeds"), root)
    SingleRun(workplace, clock, RunOutput({}, {})).run(deedExperiment, Params.of("kind" to "unit"), root)
}

private fun workplace(directories: RunDirectories, folder: Path): Workplace {
    val scratch = ScratchFolders(folder.resolve("scratch"))
    return Workplace(
        Processes(specEnvironment),
        specChild(),
        WorkFolders(directories, scratch),
        SpecTableSet.capture,
        "spec 1",
        clock = Clock.systemUTC(),
    )
}
