package mydriver.process

import java.io.BufferedReader
import java.io.File
import java.io.IOException
import java.io.UncheckedIOException
import java.util.concurrent.atomic.AtomicLong

/**
 * A small shell beside this process that outlives it by a moment: it sends signals, which Java cannot, and when this
 * process is gone, by `kill -9` too, it ends everything that was started with [mark] in its environment.
 *
 * It is started when it is first needed, and anew should somebody end it.
 *
 * @param session words that start a program in a session of its own, where a Ctrl-C for this process does not reach it
 */
internal class Guard(private val session: List<String>, private val environment: Map<String, String>) {
    private val groups = LinkedHashSet<Long>()
    private val self = ProcessIdentity.current()
    private var shell: Process? = null
    private var answers: BufferedReader? = null

    /** What the environments of all that it guards hold, in the variable [VARIABLE]. */
    val mark: String = "+${self.pid}-${self.startTime}-${self.bootId.hashCode().toUInt()}-${COUNT.incrementAndGet()}/"

    /** The process group that this process is in, or 0 where the system does not tell. */
    val ownGroup: Long = ProcessIdentity.group(self.pid) ?: 0

    /** Starts the shell unless it runs: it must be there before anything that it is to end. */
    @Synchronized
    fun stand() {
        if (shell?.isAlive != true) tell("stand\n")
    }

    /** Has the process group [group] ended when this process is gone. */
    @Synchronized
    fun watch(group: Long) {
        groups += group
        tell("watch $group\n")
    }

    /** Forgets a process group, all of which has ended. */
    @Synchronized
    fun forget(group: Long) {
        if (groups.remove(group)) tell("forget $group\n")
    }

    /** Sends the signal called [name] to [targets], process numbers or negated numbers of groups; they have it then. */
    @Synchronized
    fun signal(name: String, targets: Collection<Long>) {
        require(name.all { it in 'A'..'Z' || it in '0'..'9' }) { "\"$name\" is no name of a signal" }
        require(targets.none { it == 0L || it == -1L }) { "a signal for every process there is" }
        if (targets.isEmpty()) return
        tell("kill $name ${targets.joinToString(" ")}\n") { answers?.readLine() ?: throw IOException("no answer") }
    }

    private fun tell(words: String, answer: () -> Unit = {}) {
        try {
            try {
                write(words)
                answer()
            } catch (_: IOException) {
                // Somebody ended it. A new one is told of all groups as it starts; a signal sent twice does no harm.
                shell = null
                write(words)
                answer()
            }
        } catch (failure: IOException) {
            throw UncheckedIOException("the shell that sends signals cannot be started: $failure", failure)
        }
    }

    private fun write(words: String) {
        val running = shell
        val process = running ?: start()
        if (running == null) groups.forEach { process.outputStream.write("watch $it\n".toByteArray()) }
        process.outputStream.write(words.toByteArray())
        process.outputStream.flush()
    }

    private fun start(): Process {
        val builder = ProcessBuilder(session + listOf("sh", "-c", SCRIPT, "mydriver-guard", mark, "$ownGroup"))
        builder.environment().apply {
            clear()
            putAll(environment)
        }
        // It must not keep any folder from being removed or unmounted.
        builder.directory(File("/")).redirectError(ProcessBuilder.Redirect.DISCARD)
        return builder.start().also {
            shell = it
            answers = it.inputStream.bufferedReader()
        }
    }

    companion object {
        /** The variable that holds the marks of all supervisors that a program runs under, outermost first. */
        const val VARIABLE: String = "MYDRIVER_GUARDED"

        private val COUNT = AtomicLong()
        private val SCRIPT: String by lazy {
            checkNotNull(Guard::class.java.getResourceAsStream("guard.sh")) { "guard.sh is missing" }
                .use { it.readAllBytes().toString(Charsets.UTF_8) }
        }
    }
}
