package mydriver.worker.run

import java.io.IOException
import java.nio.file.Files
import java.nio.file.Path
import kotlin.io.path.deleteIfExists
import mydriver.model.Memory
import mydriver.process.Processes
import mydriver.process.SpawnSpec

/**
 * Starts the children of one slot ahead of time, so that a trial does not wait for a process to start.
 *
 * @param argv starts a child; its first word is Java
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
    private var memory: Memory? = null
    private var started = 0

    /** Starts a spare, for a trial that may use [memory], unless there is one or it cannot be started now. */
    fun prepare(memory: Memory?) {
        if (spare != null) return
        try {
            spare = start(memory)
            this.memory = memory
        } catch (_: ChildStartError) {
            // The trial that runs has no part in it; the next one is told if it still cannot be done.
            return
        }
    }

    /** Returns a child that is ready and uses at most [memory]. */
    fun take(memory: Memory?): TrialProcess {
        if (memory != this.memory) discardSpare()
        // A spare may have died of something that is over, as a machine short of memory; a fresh child tells.
        spare?.let { waiting ->
            spare = null
            if (waiting.awaitReady()) return waiting else waiting.discard()
        }
        val fresh = start(memory)
        if (fresh.awaitReady()) return fresh
        val status = fresh.awaitEnd()
        val words = fresh.lastWords()
        fresh.discard()
        throw ChildStartError(status, words)
    }

    override fun close() {
        discardSpare()
        if (started > 0) folder.deleteIfExists()
    }

    private fun discardSpare() {
        spare?.discard()
        spare = null
    }

    private fun start(memory: Memory?): TrialProcess {
        started++
        val stdout = folder.resolve("$started.stdout")
        val stderr = folder.resolve("$started.stderr")
        try {
            Files.createDirectories(folder)
            val line = argv.take(1) + heapOptions(memory) + argv.drop(1)
            val child = processes.spawn(SpawnSpec(line, directory, stdout, stderr, environment, piped = true))
            return TrialProcess(child, stdout, stderr)
        } catch (failure: IOException) {
            throw ChildStartError(failure)
        }
    }
}
