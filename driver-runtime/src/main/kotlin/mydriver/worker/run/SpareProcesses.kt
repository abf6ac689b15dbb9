package mydriver.worker.run

import java.io.IOException
import java.nio.file.Files
import java.nio.file.Path
import kotlin.io.path.deleteIfExists
import mydriver.process.Processes
import mydriver.process.SpawnSpec

/**
 * Starts the children of one slot ahead of time, so that a trial does not wait for a process to start.
 *
 * @param argv starts a child
 * @param directory working directory of every child
 * @param folder where children without a trial keep their streams; made on first use, removed by [close]
 * @param environment variables for every child, on top of those that all programs get
 */
internal class SpareProcesses(
    private val processes: Processes,
    private val argv: List<String>,
    private val directory: Path,
    private val folder: Path,
    private val environment: Map<String, String> = emptyMap(),
) : AutoCloseable {
    private var spare: TrialProcess? = null
    private var started = 0

    /** Starts a spare unless there is one. */
    fun prepare() {
        if (spare == null) spare = start()
    }

    /** Returns a child that is ready. */
    fun take(): TrialProcess {
        // A spare may have died of something that is over, as a machine short of memory; a fresh child tells.
        spare?.let { waiting ->
            spare = null
            if (waiting.awaitReady()) return waiting else waiting.discard()
        }
        val fresh = start()
        if (fresh.awaitReady()) return fresh
        val status = fresh.awaitEnd()
        val words = fresh.lastWords()
        fresh.discard()
        throw ChildStartError(status, words)
    }

    override fun close() {
        spare?.discard()
        spare = null
        if (started > 0) folder.deleteIfExists()
    }

    private fun start(): TrialProcess {
        started++
        val stdout = folder.resolve("$started.stdout")
        val stderr = folder.resolve("$started.stderr")
        try {
            Files.createDirectories(folder)
            val child = processes.spawn(SpawnSpec(argv, directory, stdout, stderr, environment, piped = true))
            return TrialProcess(child, stdout, stderr)
        } catch (failure: IOException) {
            throw ChildStartError(failure)
        }
    }
}
