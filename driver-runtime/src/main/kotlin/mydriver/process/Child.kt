package mydriver.process

import java.io.InputStream
import java.io.OutputStream
import java.util.concurrent.CompletableFuture
import java.util.concurrent.TimeUnit
import java.util.concurrent.TimeoutException
import kotlin.time.Duration

/**
 * A program that [Processes] started and that dies with its group.
 *
 * [input] and [output] are the pipe of a [SpawnSpec.piped] child, and empty otherwise. Closing [output] is how a child
 * is told that nobody wants it any more; the same happens by itself when this process dies.
 */
public class Child internal constructor(private val process: Process, private val group: ProcessGroup) {
    /** Which process it is. */
    public val identity: ProcessIdentity = group.leader

    /** What it writes to its descriptor 4. */
    public val input: InputStream = process.inputStream

    /** What it reads from its descriptor 3. */
    public val output: OutputStream = process.outputStream

    /** Completes when it has ended. */
    public val exit: CompletableFuture<ExitStatus> = process.onExit().thenApply { ExitStatus(it.exitValue()) }

    /** Whether it still runs. */
    public val isAlive: Boolean
        get() = process.isAlive

    /** Returns how it ended, waiting at most [timeout], or null if it still runs then. */
    public fun awaitExit(timeout: Duration): ExitStatus? =
        try {
            exit.get(timeout.inWholeMilliseconds, TimeUnit.MILLISECONDS)
        } catch (_: TimeoutException) {
            // "Still runs" is an answer here.
            null
        }

    /** Sends the signal called [name], such as `TERM`, to it and everything it started. */
    public fun signal(name: String) {
        group.signal(name)
    }

    /** Asks it to end, and after [grace] ends it and everything it started. */
    public fun end(grace: Duration): ExitStatus {
        signal("TERM")
        val status = awaitExit(grace)
        kill()
        return status ?: exit.get()
    }

    /** Ends it at once, and whatever it started and left behind; harmless when it has ended already. */
    public fun kill() {
        group.end()
        process.destroyForcibly()
    }
}
