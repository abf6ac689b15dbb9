package mydriver.storm

import java.io.File
import java.lang.ProcessBuilder.Redirect.appendTo
import java.nio.file.Path
import java.util.concurrent.TimeUnit
import mydriver.host.Machine

/**
 * A place for a worker: when its process is killed, another one is started there.
 *
 * @param holds whether trials still belong to the worker whose process this is
 */
internal class StormWorker(
    private val machine: Machine,
    val script: Path,
    private val log: Path,
    private val environment: Map<String, String>,
    private val cpus: Int,
    private val holds: (pid: Long) -> Boolean,
) {
    private var process: Process = start()
    private var resumeAt = 0

    /** Processes that were killed here. */
    val killed = ArrayList<Long>()

    /** What processes ended with that nobody killed. */
    val ended = ArrayList<Int>()

    /** Whether it is standing still. */
    var stopped = false
        private set

    val pid: Long
        get() = process.pid()

    /** Whether trials belong to its process. */
    val hasTrials: Boolean
        get() = holds(pid)

    /** Ends the process as a crash would. */
    fun kill() {
        killed += pid
        process.destroyForcibly().waitFor()
        stopped = false
    }

    /**
     * Lets the process stand still until [tick] and on until others have taken its trials, so that it comes too late.
     */
    fun stop(tick: Int) {
        signal("STOP")
        stopped = true
        resumeAt = tick
    }

    /** Does what is due at [tick]. */
    fun look(tick: Int) {
        if (stopped && tick >= resumeAt && (tick >= resumeAt + PATIENCE || !holds(pid))) resume()
        if (process.isAlive) return
        if (pid !in killed) ended += process.exitValue()
        process = start()
    }

    /** Lets the process stop in order; returns what it ended with, or null if it does not end. */
    fun end(): Int? {
        if (stopped) resume()
        look(resumeAt)
        process.destroy()
        return if (process.waitFor(2, TimeUnit.MINUTES)) process.exitValue() else null
    }

    /** Ends the process whatever it does. */
    fun discard() {
        process.destroyForcibly()
    }

    private fun resume() {
        signal("CONT")
        stopped = false
    }

    private fun signal(name: String) {
        ProcessBuilder("sh", "-c", "kill -s $name $pid").start().waitFor()
    }

    private fun start(): Process {
        val builder =
            ProcessBuilder("${Machine.launcher}", "$script", "worker", "--cpus", "$cpus")
                .directory(machine.folder.toFile())
        builder.environment().apply {
            clear()
            putAll(machine.environment + environment)
        }
        builder.redirectInput(File("/dev/null")).redirectErrorStream(true)
        return builder.redirectOutput(appendTo(log.toFile())).start()
    }

    private companion object {
        /** Ticks; a process that was stopped while it wrote keeps all others from taking anything. */
        const val PATIENCE = 4
    }
}
