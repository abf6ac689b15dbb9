package mydriver.worker.run

import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.datatest.withData
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.doubles.plusOrMinus
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.nulls.shouldNotBeNull
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldStartWith
import io.kotest.matchers.types.shouldBeInstanceOf
import kotlin.io.path.createParentDirectories
import kotlin.io.path.exists
import kotlin.io.path.fileSize
import kotlin.io.path.readBytes
import kotlin.io.path.readText
import kotlin.io.path.writeText
import mydriver.deeds.specChild
import mydriver.deeds.specEnvironment
import mydriver.model.Memory
import mydriver.process.OomKills
import mydriver.process.ProcessIdentity
import mydriver.process.Processes
import mydriver.process.awaitEnd
import mydriver.worker.files.AttemptDirectory
import mydriver.worker.pipe.FailureCause
import mydriver.worker.pipe.FailureCause.ERROR
import mydriver.worker.pipe.FailureCause.EXIT
import mydriver.worker.pipe.FailureCause.OUT_OF_MEMORY
import mydriver.worker.pipe.FailureCause.SIGNAL
import mydriver.worker.pipe.JobEnd
import mydriver.worker.pipe.Point
import mydriver.worker.pipe.Request
import mydriver.worker.pipe.TrialOrder

private class BadDeed(
    val kind: String,
    val amount: Long,
    val cause: FailureCause,
    val exitCode: Int?,
    val error: String,
)

class ChildRunnerSpec :
    FunSpec({
        val scratch = tempdir().toPath()
        val processes = Processes(specEnvironment)
        val spares = SpareProcesses(processes, specChild(), scratch, scratch.resolve(".spare"))
        val runner = ChildRunner(spares)
        var trials = 0L

        afterSpec { runner.close() }

        fun place(): AttemptDirectory = AttemptDirectory(scratch.resolve("${++trials}"), 1, "{}")

        fun run(
            kind: String,
            amount: Long = 0,
            place: AttemptDirectory = place(),
            listener: Recorder = Recorder(),
        ): JobEnd? {
            val params = mapOf("kind" to kind, "amount" to amount)
            val order = TrialOrder(trials, 1, 2, 99, "${place.files}", params, "$scratch/.scratch/$trials")
            return runner.run(order, lazyOf(place), listener, another = true)
        }

        context("what a job returns") {
            withData(
                nameFn = { it.first },
                "unit" to JobEnd.Done(),
                "null" to JobEnd.Done(),
                "done" to JobEnd.Done(mapOf("loss" to 0.5, "best" to "a.bin", "epochs" to 3L)),
                "map" to JobEnd.Done(mapOf("loss" to 0.25)),
                "incomplete" to JobEnd.Incomplete(),
            ) { (kind, end) ->
                run(kind) shouldBe end
            }
        }

        context("a bad job fails its attempt, and the next one runs") {
            withData(
                nameFn = { it.kind + it.amount },
                BadDeed("wrong type", 0, ERROR, null, "the job returned a java.lang.Double (3.5); return nothing"),
                BadDeed("bad map", 0, ERROR, null, "java.lang.IllegalArgumentException: metric \"loss\" is a"),
                BadDeed(
                    "throw",
                    0,
                    ERROR,
                    null,
                    "java.lang.IllegalStateException: no such layer\n    at mydriver.deeds.SpecChild",
                ),
                BadDeed("error", 0, ERROR, null, "java.lang.AssertionError: lr must not be 0"),
                BadDeed("deep", 0, ERROR, null, "java.lang.StackOverflowError"),
                BadDeed("memory", 0, OUT_OF_MEMORY, null, "java.lang.OutOfMemoryError: Java heap space"),
                BadDeed("bad metric", 0, ERROR, null, "java.lang.IllegalArgumentException: a metric's name must have"),
                BadDeed("exit", 3, EXIT, 3, "the job ended its process with exit code 3"),
                BadDeed("exit", 0, EXIT, 0, "the job ended its process with exit code 0"),
                BadDeed("exit", 137, EXIT, 137, "the job ended its process with exit code 137"),
                BadDeed("halt", 7, EXIT, 7, "the job ended its process with exit code 7"),
                BadDeed("signal", 0, SIGNAL, 137, "signal 9 ended the job's process"),
            ) { bad ->
                val end = run(bad.kind, bad.amount).shouldBeInstanceOf<JobEnd.Failed>()
                end.cause shouldBe bad.cause
                end.exitCode shouldBe bad.exitCode
                end.error shouldStartWith bad.error
                run("unit") shouldBe JobEnd.Done()
            }
        }

        test("exit code 99 means that the job saved its state") { run("exit", 99) shouldBe JobEnd.Incomplete() }

        test("a row that does not bind is no attempt of the job") {
            val order = TrialOrder(1, 1, 0, 0, "$scratch", mapOf("kind" to 5L), "$scratch/.scratch")
            val end =
                runner.run(order, lazyOf(place()), Recorder(), another = true).shouldBeInstanceOf<JobEnd.Unbound>()
            end.reason shouldContain "\"kind\" is 5"
            end.reason shouldContain "\"amount\" is missing"
        }

        test("what was reported and printed before the job ended its process is there") {
            val place = place()
            val listener = Recorder()
            run("exit", 3, place, listener)
            listener.points shouldBe listOf(Point("before", 1.0))
            listener.synced shouldBe 1
            place.stdout.readText() shouldBe "about to exit\n"
        }

        test("megabytes of output go to the file") {
            val place = place()
            run("print", 4_000, place) shouldBe JobEnd.Done()
            place.stdout.fileSize() shouldBe 4_000L * 1_024
            place.stderr.readText() shouldBe "done printing"
        }

        test("output is bytes, whatever they mean") {
            val place = place()
            run("bytes", 0, place)
            place.stdout.readBytes() shouldBe byteArrayOf(-1, -2, 0, 10)
        }

        test("every step of a history arrives, in order") {
            val listener = Recorder()
            run("history", 5_000, listener = listener)
            listener.points shouldBe (1L..5_000L).map { Point("loss", 1.0 / it, it) }
        }

        test("NaN is a value") {
            val listener = Recorder()
            run("nan metric", listener = listener) shouldBe JobEnd.Done()
            (listener.points.single().value as Double).isNaN() shouldBe true
        }

        test("the job works in its attempt's folder, and latest points at it") {
            val place = place()
            run("files", 0, place)
            place.trialFolder.resolve("latest/files/model.bin").readText() shouldBe "weights 1 of $trials, seed 99, 2"
        }

        test("a request to stop reaches the job") {
            val listener = Recorder { runner.request(Request.STOP) }
            run("wait for stop", listener = listener) shouldBe JobEnd.Incomplete()
        }

        test("a job is asked for a checkpoint, keeps it and goes on, and then to finish") {
            lateinit var listener: Recorder
            listener = Recorder { runner.request(Request.CHECKPOINT) }
            listener.onCheckpoint = { runner.request(Request.FINISH) }
            run("wait for requests", listener = listener) shouldBe JobEnd.Incomplete()
            listener.points.associate { it.name to it.value } shouldBe
                mapOf("deadline" to -1.0, "stop" to 0.0, "asked again" to 0.0, "stop as well" to 1.0)
        }

        test("a checkpoint that cannot be kept is an exception of the job") {
            val listener = Recorder { runner.request(Request.CHECKPOINT) }
            listener.fault = "the disk is full"
            val end = run("wait for requests", listener = listener).shouldBeInstanceOf<JobEnd.Failed>()
            end.error shouldStartWith "java.io.UncheckedIOException: java.io.IOException: the disk is full"
        }

        test("a job that the kernel ends for want of memory is told by the kernel's count") {
            val counter =
                scratch.resolve("kernel/proc/vmstat").also { it.createParentDirectories().writeText("oom_kill 4\n") }
            val own =
                ChildRunner(
                    SpareProcesses(processes, specChild(), scratch, scratch.resolve(".oom")),
                    OomKills(scratch.resolve("kernel")),
                )
            val listener =
                object : TrialListener by Recorder() {
                    override fun starting(pid: Long) = true.also { counter.writeText("oom_kill 5\n") }
                }
            val place = place()
            val order =
                TrialOrder(trials, 1, 2, 99, "${place.files}", mapOf("kind" to "signal", "amount" to 0L), "$scratch")
            val end =
                own.use { it.run(order, lazyOf(place), listener, another = false) }.shouldBeInstanceOf<JobEnd.Failed>()
            end.cause shouldBe OUT_OF_MEMORY
            end.exitCode shouldBe 137
        }

        test("an abandoned job ends at once") {
            val listener = Recorder { runner.abandon() }
            val end = run("wait for stop", listener = listener).shouldBeInstanceOf<JobEnd.Failed>()
            end.exitCode shouldBe 137
        }

        test("what a job leaves behind ends with it") {
            val listener = Recorder()
            run("orphan", listener = listener) shouldBe JobEnd.Done()
            ProcessIdentity.of((listener.points.single().value as Double).toLong())?.let { awaitEnd(it) }
        }

        test("a listener can forbid the start, and nothing of the trial exists then") {
            val place = place()
            run("unit", 0, place, Recorder(allowed = false)).shouldBeNull()
            place.trialFolder.exists() shouldBe false
        }

        test("a child that cannot start is told with what it said") {
            val broken = SpareProcesses(processes, specChild("broken"), scratch, scratch.resolve(".broken"))
            val error = shouldThrow<ChildStartError> { broken.take(null) }
            error.message shouldBe
                "the process that runs trials ended with exit code 3 before it was ready; it said:\n" +
                    "foo.exp.kts:3:1: unresolved reference"
            broken.close()
            scratch.resolve(".broken").exists() shouldBe false
        }

        test("a child's heap is four fifths of the memory its trial may use, also after a spare for another trial") {
            // The heap of other children of specifications is fixed.
            val java = specChild().filterNot { it.startsWith("-Xmx") }
            ChildRunner(SpareProcesses(processes, java, scratch, scratch.resolve(".heap"))).use { sized ->
                for (mebibytes in listOf(64L, 400L, 400L)) {
                    val place = place()
                    val params = mapOf("kind" to "heap", "amount" to 0L)
                    val order = TrialOrder(trials, 1, 0, 0, "${place.files}", params, "$scratch/.scratch/$trials")
                    val listener = Recorder().also { it.memory = Memory(mebibytes shl 20) }
                    val end = sized.run(order, lazyOf(place), listener, another = true) as JobEnd.Done
                    val heap = (end.metrics.getValue("heap") as Long).toDouble() / (mebibytes shl 20)
                    heap shouldBe (0.77 plusOrMinus 0.05)
                }
            }
        }

        test("a spare that cannot be started is told to whoever needs it, not to the trial that runs") {
            val blocked = scratch.resolve("no-folder").also { it.writeText("in the way") }
            val own = SpareProcesses(processes, specChild(), scratch, blocked.resolve(".spare"))
            own.prepare(null)
            shouldThrow<ChildStartError> { own.take(null) }.message shouldContain "cannot be started"
        }

        test("closing leaves neither a spare process nor its files") {
            val own = SpareProcesses(processes, specChild(), scratch, scratch.resolve(".own"))
            own.prepare(null)
            val child = own.take(null)
            own.prepare(null)
            child.discard()
            own.close()
            scratch.resolve(".own").exists() shouldBe false
            ProcessIdentity.of(child.pid).shouldBeNull()
        }
    })

/** Records what a runner tells; [onReport] is called with the first report. */
internal class Recorder(private val allowed: Boolean = true, private val onReport: () -> Unit = {}) : TrialListener {
    val points = ArrayList<Point>()
    var synced = 0
    var onCheckpoint: () -> Unit = {}
    var fault: String? = null
    override val wanted: Set<Request> = emptySet()
    override var memory: Memory? = null

    override fun starting(pid: Long): Boolean = allowed.also { ProcessIdentity.of(pid).shouldNotBeNull() }

    override fun report(points: List<Point>) {
        if (this.points.isEmpty()) onReport()
        this.points += points
    }

    override fun sync() {
        synced++
    }

    override fun checkpointed(): String? = fault.also { onCheckpoint() }

    override fun tick(): Unit = Unit
}
