package mydriver.queuefolder

import java.io.IOException
import java.nio.file.Files
import java.nio.file.Path
import kotlin.io.path.name
import kotlin.time.Duration
import kotlin.time.Duration.Companion.milliseconds
import kotlin.time.TimeSource
import mydriver.process.ExitStatus
import mydriver.process.ProcessGroup
import mydriver.process.ProcessIdentity
import mydriver.process.Processes
import mydriver.process.ProgramLane
import mydriver.process.SpawnSpec

/**
 * Runs scripts one after the other, in the folder that the watcher was started in, on the device called [gpu].
 *
 * @param workingDirectory where scripts start
 * @param patience how long a script that was asked to end may take before it is ended
 */
internal class ScriptRunner(
    private val processes: Processes,
    private val folder: QueueFolder,
    private val workingDirectory: Path,
    private val gpu: String,
    private val patience: Duration,
) : AutoCloseable {
    private val lane: ProgramLane = processes.lane()
    private val leader = folder.path.resolve(".leader")

    /**
     * Runs [script] to its end.
     *
     * @param stopping whether it is to be asked to end; looked at again and again
     * @throws IOException if it cannot be started
     */
    fun run(script: Path, stopping: () -> Boolean): ScriptEnd {
        val output = folder.output(script.name)
        val variables = mapOf("CUDA_VISIBLE_DEVICES" to gpu)
        val spec = SpawnSpec(listOf("$script"), workingDirectory, output, output, variables)
        remember(lane.leader())
        lane.start(spec)
        val status = lane.await(LOOK) ?: followed(stopping)
        return ScriptEnd(status, lane.endLeftovers())
    }

    private fun followed(stopping: () -> Boolean): ExitStatus {
        while (!stopping()) lane.await(LOOK)?.let {
            return it
        }
        lane.signal("TERM")
        val asked = TimeSource.Monotonic.markNow()
        while (asked.elapsedNow() < patience) lane.await(LOOK)?.let {
            return it
        }
        lane.kill()
        while (true) lane.await(LOOK)?.let {
            return it
        }
    }

    /** Ends what a watcher that is gone has left running, in case its guard is gone as well. */
    fun endPredecessor() {
        if (!Files.exists(leader)) return
        val words = Files.readString(leader).split(' ')
        val (pid, startTime) = words.drop(1).mapNotNull { it.toLongOrNull() }.takeIf { it.size == 2 } ?: return
        ProcessGroup.endOf(ProcessIdentity(words[0], pid, startTime), processes)
    }

    private fun remember(identity: ProcessIdentity) {
        Files.writeString(leader, "${identity.bootId} ${identity.pid} ${identity.startTime}")
    }

    override fun close() {
        lane.close()
        Files.deleteIfExists(leader)
    }

    private companion object {
        /** How soon a request to stop is noticed. */
        val LOOK = 100.milliseconds
    }
}

/**
 * How a script ended.
 *
 * @property leftovers whether it left processes running, which were ended
 */
internal data class ScriptEnd(val status: ExitStatus, val leftovers: Boolean)
