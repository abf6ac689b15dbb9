package mydriver.deeds

import java.io.FileInputStream
import java.io.FileOutputStream
import java.nio.file.Path
import kotlin.io.path.Path
import kotlin.system.exitProcess
import kotlin.time.Duration.Companion.milliseconds
import mydriver.dsl.Done
import mydriver.dsl.Incomplete
import mydriver.dsl.buildExperiment
import mydriver.job.JobContext
import mydriver.model.Experiment
import mydriver.model.Memory
import mydriver.model.Retries
import mydriver.process.ProcessGroup
import mydriver.process.Processes
import mydriver.store.TableSet
import mydriver.store.TableSetUrl
import mydriver.worker.SpecTableSet
import mydriver.worker.WorkerPlace
import mydriver.worker.WorkerSettings
import mydriver.worker.files.AttemptDirectory
import mydriver.worker.job.TrialChild
import mydriver.worker.pipe.Point
import mydriver.worker.pipe.Request
import mydriver.worker.pipe.TrialOrder
import mydriver.worker.run.ChildRunner
import mydriver.worker.run.SpareProcesses
import mydriver.worker.run.TrialListener

/** The params of every job in here: [kind] says which job it is. */
data class Deed(val kind: String, val amount: Long = 0)

/** Jobs that behave and jobs that do not, one per kind. */
internal val deeds: Map<String, JobContext.(Deed) -> Any?> =
    badDeeds +
        mapOf(
            "unit" to {},
            "null" to { null },
            "done" to { Done("loss" to 0.5, "best" to "a.bin", "epochs" to 3) },
            "map" to { mapOf("loss" to 0.25) },
            "incomplete" to { Incomplete },
            "wrong type" to { 3.5 },
            "bad map" to { mapOf("loss" to listOf(1)) },
            "throw" to { throw IllegalStateException("no such layer") },
            "error" to { throw AssertionError("lr must not be 0") },
            "deep" to { deep(0) },
            "heap" to { Done("heap" to Runtime.getRuntime().maxMemory()) },
            "memory" to { throw OutOfMemoryError("Java heap space") },
            "bad metric" to { report("x".repeat(10_000), 1.0) },
            "nan metric" to { report("loss", Double.NaN) },
            "exit" to
                {
                    report("before", 1.0)
                    println("about to exit")
                    exitProcess(it.amount.toInt())
                },
            "halt" to { Runtime.getRuntime().halt(it.amount.toInt()) },
            "signal" to
                {
                    report("before", 1.0)
                    ProcessHandle.current().pid().let { pid ->
                        ProcessBuilder("kill", "-s", "KILL", "$pid").start().waitFor()
                    }
                    Thread.currentThread().join()
                },
            "print" to
                {
                    repeat(it.amount.toInt()) { println("x".repeat(1023)) }
                    System.err.print("done printing")
                },
            "bytes" to { System.out.write(byteArrayOf(-1, -2, 0, 10)) },
            "history" to { for (step in 1..it.amount) report("loss", 1.0 / step, step) },
            "files" to
                {
                    directory
                        .resolve("model.bin")
                        .toFile()
                        .writeText("weights $attempt of $trialId, seed $seed, $replicate")
                },
            "devices" to
                {
                    val show = { name: String -> System.getenv("${name}_VISIBLE_DEVICES") }
                    mapOf("cuda" to show("CUDA"), "hip" to show("HIP"))
                },
            "count to" to
                {
                    val file = directory.resolve("count").toFile()
                    val count = (if (file.exists()) file.readText().toLong() else 0) + 1
                    file.writeText("$count")
                    if (count < it.amount) Incomplete else Done
                },
            "wait for stop" to
                {
                    println("waiting")
                    report("waiting", ProcessHandle.current().pid().toDouble())
                    while (!stopRequested) Thread.onSpinWait()
                    Incomplete
                },
            "wait for requests" to
                {
                    report("deadline", deadline?.epochSecond?.toDouble() ?: -1.0)
                    while (!checkpointRequested) Thread.onSpinWait()
                    report("stop", if (stopRequested) 1.0 else 0.0)
                    directory.resolve("state").toFile().writeText("saved")
                    checkpointed()
                    report("asked again", if (checkpointRequested) 1.0 else 0.0)
                    while (!finishRequested) Thread.onSpinWait()
                    report("stop as well", if (stopRequested) 1.0 else 0.0)
                    Incomplete
                },
            "scratch" to
                {
                    scratch.resolve("big").toFile().writeText("x")
                    report("scratch", "$scratch")
                },
            "resume" to ::resume,
            "orphan" to
                {
                    val orphan = ProcessBuilder("sleep", "600").start()
                    report("orphan", orphan.pid().toDouble())
                },
            "forever" to
                {
                    val orphan = ProcessBuilder("sleep", "600").start()
                    println("${ProcessHandle.current().pid()} ${orphan.pid()}")
                    Thread.currentThread().join()
                },
        )

/**
 * Counts up to the amount, a file and a metric per step; each step depends on the one before it. Goes on from where its
 * last checkpoint was.
 */
private fun resume(context: JobContext, deed: Deed): Any {
    val state = context.directory.resolve("state").toFile()
    val log = context.directory.resolve("log").toFile()
    context.directory.resolveSibling("pid").toFile().writeText("${ProcessHandle.current().pid()}")
    var (step, value) = if (state.exists()) state.readText().split(' ').map { it.toLong() } else listOf(0, context.seed)
    while (step < deed.amount) {
        step++
        // Long enough to be interrupted between any two steps.
        repeat(WORK) { value = value * 6_364_136_223_846_793_005L + step }
        context.report("value", value.toDouble(), step)
        log.appendText("$step $value\n")
        state.writeText("$step $value")
        context.scratch.resolve("tick").toFile().writeText("$step")
        if (context.stopRequested) return Incomplete
        if (step % 5 == 0L) context.checkpointed()
    }
    return Done("last" to "$value")
}

private const val WORK = 1_000_000

private fun deep(depth: Int): Int = if (depth < 0) 0 else 1 + deep(depth + 1)

internal val deedExperiment: Experiment<Deed> =
    buildExperiment("deeds", Deed::class.java) { job { deed -> deeds.getValue(deed.kind)(this, deed) } }

/** An experiment whose jobs run inside the worker and do what [job] says: specifications see and steer them. */
internal fun insideWorker(job: JobContext.(Deed) -> Any?): Experiment<Deed> =
    buildExperiment("deeds", Deed::class.java) {
        inProcess()
        job { deed -> job(this, deed) }
    }

/** What starts a child that runs the jobs of this file. */
internal fun specChild(vararg mode: String = arrayOf("serve")): List<String> =
    listOf(
        ProcessHandle.current().info().command().get(),
        "-Xshare:auto",
        "-XX:TieredStopAtLevel=1",
        "-XX:+UseSerialGC",
        "-Xmx64m",
        "-Dfile.encoding=UTF-8",
        "-XX:+ErrorFileToStderr",
        "-cp",
        System.getProperty("java.class.path"),
        "mydriver.deeds.SpecChildKt",
        *mode,
    )

internal val specEnvironment: Map<String, String> = mapOf("PATH" to System.getenv("PATH"))

/** The specifications' own child: the same serving code, with the jobs of this file instead of a script's. */
fun main(args: Array<String>) {
    when (args[0]) {
        "broken" -> {
            System.err.println("foo.exp.kts:3:1: unresolved reference")
            exitProcess(3)
        }
        "supervise" -> return supervise(Path(args[1]))
        "work" -> return work(args[1], Path(args[2]), args[3].toLong())
        "resume" -> return workOn(args[1], Path(args[2]))
    }
    val orphaned = {
        ProcessGroup.endOwn(Processes(System.getenv()))
        Runtime.getRuntime().halt(1)
    }
    val flush = {
        System.out.flush()
        System.err.flush()
    }
    TrialChild(FileInputStream("/dev/fd/3"), FileOutputStream("/dev/fd/4"), flush, orphaned).serve(deedExperiment)
    exitProcess(0)
}

/** The worker of a specification that kills it. */
private fun workOn(url: String, scratch: Path) {
    SpecTableSet.of(url, scratch).use { set -> set.worker(resumable).use { it.drain() } }
}

/** The same jobs, for trials that are interrupted often. */
internal val resumable: Experiment<Deed> = deedExperiment.copy(retries = Retries(1_000))

/** A supervisor whose only trial never ends: a specification kills it. */
private fun supervise(scratch: Path) {
    val processes = Processes(specEnvironment)
    val runner = ChildRunner(SpareProcesses(processes, specChild(), scratch, scratch.resolve(".spare")))
    val place = AttemptDirectory(scratch.resolve("1"), 1, "{}")
    val order =
        TrialOrder(1, 1, 0, 0, "${place.files}", mapOf("kind" to "forever", "amount" to 0L), "$scratch/.scratch")
    runner.run(order, lazyOf(place), Silence, another = true)
}

/** A worker in a process of its own, which a specification kills or stops: it drains the table set at [url]. */
private fun work(url: String, scratch: Path, leaseMillis: Long) {
    val out = System.out
    TableSet.open(TableSetUrl.parse(url, scratch, null) { null }).use { tableSet ->
        SpecTableSet(tableSet, "", scratch).use { set ->
            val place = WorkerPlace.of(null, System::getenv)
            val settings = { it: WorkerSettings -> it.copy(lease = leaseMillis.milliseconds, place = place) }
            set.worker(settings = settings) { out.println(it).also { out.flush() } }.use { it.drain() }
        }
    }
}

private object Silence : TrialListener {
    override val wanted: Set<Request> = emptySet()
    override val memory: Memory? = null

    override fun starting(pid: Long): Boolean = true

    override fun report(points: List<Point>): Unit = Unit

    override fun sync(): Unit = Unit

    override fun checkpointed(): String? = null

    override fun tick(): Unit = Unit
}
