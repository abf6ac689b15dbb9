package mydriver.cluster

import java.nio.file.Files
import java.nio.file.Path
import java.util.concurrent.CompletableFuture
import java.util.concurrent.TimeUnit
import kotlin.io.path.ExperimentalPathApi
import kotlin.io.path.deleteRecursively
import kotlin.io.path.readText
import kotlin.time.Duration
import kotlin.time.Duration.Companion.minutes
import kotlin.time.TimeSource
import mydriver.testing.onPath
import mydriver.testing.projectFolder
import mydriver.testing.requireOrSkip

/**
 * A cluster of the testbed, in a folder of its own, that ends with this process however this process ends.
 *
 * @param kind what the testbed calls it
 * @param options variables that its start looks at
 */
internal abstract class Cluster(val kind: String, private val options: Map<String, String>) : AutoCloseable {
    /** On a short path: sockets have one. */
    val folder: Path = Files.createTempDirectory("mydriver-$kind-")
    private val guardian: Process = testbed("during", kind, "$folder").start()

    init {
        val said = StringBuilder()
        val ready =
            guardian.inputStream.bufferedReader().let { lines ->
                generateSequence(lines::readLine).onEach { said.appendLine(it) }.any { it == "ready" }
            }
        check(ready) { "the testbed did not start $kind:\n$said" }
    }

    /** What clients need in their environment. */
    abstract val environment: Map<String, String>

    /** Returns the URL under which the machines of the cluster reach [database], a server of this machine. */
    open fun reached(database: String): String = database

    /** Boots whatever machine of the cluster is down. */
    fun boot() {
        val up = testbed("up", kind, "$folder").start()
        val said = up.inputStream.bufferedReader().readText()
        check(up.waitFor() == 0) { said }
    }

    /** Sends [name] to the process whose id is in the file [pidFile] of the folder. */
    fun signal(name: String, pidFile: String) {
        val pid = folder.resolve(pidFile).readText().trim()
        ProcessBuilder("kill", "-s", name, pid).inheritIO().start().waitFor()
    }

    /** Runs one of the scheduler's own programs and returns what it printed. */
    fun client(vararg words: String): String = clientResult(*words).second

    /** The same, with the exit code. */
    fun clientResult(vararg words: String): Pair<Int, String> {
        val builder = ProcessBuilder(*words).redirectErrorStream(true)
        builder.environment().putAll(environment)
        val process = builder.start()
        val said = process.inputStream.bufferedReader().readText()
        return process.waitFor() to said
    }

    @OptIn(ExperimentalPathApi::class)
    override fun close() {
        // Nobody reads on, and it must not wait for that.
        CompletableFuture.runAsync { guardian.inputStream.transferTo(java.io.OutputStream.nullOutputStream()) }
        guardian.outputStream.close()
        if (!guardian.waitFor(3, TimeUnit.MINUTES)) guardian.destroyForcibly()
        // Not by way of java.io.File, which would go through links to the system's own folders.
        folder.deleteRecursively()
    }

    private fun testbed(vararg words: String): ProcessBuilder {
        val builder = ProcessBuilder(listOf("$TESTBED") + words).redirectErrorStream(true)
        builder.environment().putAll(options)
        return builder
    }

    companion object {
        private val TESTBED: Path = projectFolder.resolve("driver-runtime/testbed/testbed")

        /** Skips the running test unless this process may start daemons and [programs] are there. */
        fun require(scheduler: String, vararg programs: String) {
            requireOrSkip("root, whom the testbed needs") { Files.isReadable(Path.of("/root")) && isRoot() }
            requireOrSkip(scheduler) { programs.all(::onPath) }
        }

        private fun isRoot() = Files.getAttribute(Path.of("/proc/self"), "unix:uid") == 0
    }
}

/** Looks again and again until [there] is; nothing can wake a test that waits for other machines. */
internal fun <T : Any> await(what: String, limit: Duration = 5.minutes, there: () -> T?): T {
    val end = TimeSource.Monotonic.markNow() + limit
    val never = java.util.concurrent.CountDownLatch(1)
    while (true) {
        there()?.let {
            return it
        }
        check(end.hasNotPassedNow()) { "after $limit still not: $what" }
        never.await(200, TimeUnit.MILLISECONDS)
    }
}
