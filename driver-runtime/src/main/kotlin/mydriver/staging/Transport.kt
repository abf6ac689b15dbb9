package mydriver.staging

import java.util.concurrent.CountDownLatch
import java.util.concurrent.TimeUnit
import kotlin.random.Random
import kotlin.time.Duration
import kotlin.time.Duration.Companion.hours
import kotlin.time.Duration.Companion.minutes
import kotlin.time.Duration.Companion.seconds
import mydriver.model.shellCommand
import mydriver.process.CommandResult
import mydriver.process.Processes

/**
 * Copies files by rsync and runs short commands, here or on hosts that ssh reaches.
 *
 * What fails may be the network, so it is tried again up to [TRIES] times; the pauses in between grow, and are of
 * random length, so that workers that failed together do not come back together.
 *
 * ```
 * transport.copy(listOf("--exclude=*.tmp"), here.resolve("files"), archive.resolve("files"))
 * ```
 *
 * @param random makes the pauses differ
 * @param pause waits before the next try; returns false, at once, when [hurry] was called
 */
public class Transport(
    private val processes: Processes,
    private val random: Random,
    private val pause: (CountDownLatch, Duration) -> Boolean = { hurried, time ->
        !hurried.await(time.inWholeMilliseconds, TimeUnit.MILLISECONDS)
    },
) {
    private val hurried = CountDownLatch(1)
    private val ssh: String =
        processes.variable(SSH_VARIABLE)?.takeIf { it.isNotBlank() }?.let { "$it -o BatchMode=yes" } ?: SSH

    /**
     * Makes the folder [to] hold what [from] holds, as far as [options] of rsync let it; what is there and not in
     * [from] stays.
     *
     * @param moving whether files of [from] may come and go meanwhile
     * @throws CopyError if that cannot be done
     */
    public fun copy(options: List<String>, from: FolderAddress, to: FolderAddress, moving: Boolean = false) {
        val far = listOf(from, to).firstOrNull { it.host != null }
        val shell = if (far == null) emptyList() else listOf("-e", (listOf(ssh) + port(far)).joinToString(" "))
        val argv = RSYNC + shell + options + listOf("--", "${from.rsync}/", "${to.rsync}/")
        tried(if (moving) VANISHED else 0) { processes.run(argv, LONGEST_COPY) }
    }

    /**
     * Runs the POSIX shell [script] where [at] is, with the path of [at] as `$1` and [words] after it; returns its
     * output.
     *
     * @throws CopyError if it cannot be run, or does not end with 0
     */
    public fun shell(at: FolderAddress, script: String, vararg words: String): String {
        val argv = listOf("sh", "-c", script, "sh", at.path) + words
        return tried(0) { processes.run(if (at.host == null) argv else far(at, argv), LONGEST_COMMAND) }.output
    }

    /** From now on nothing is tried again: whoever waits has to end. */
    public fun hurry() {
        hurried.countDown()
    }

    private fun far(at: FolderAddress, argv: List<String>): List<String> =
        ssh.split(BLANKS) + port(at) + listOf("--", checkNotNull(at.host), shellCommand(argv))

    private fun port(address: FolderAddress) = address.port?.let { listOf("-p", "$it") }.orEmpty()

    private fun tried(also: Int, action: () -> CommandResult): CommandResult {
        var most = FIRST_PAUSE
        repeat(TRIES - 1) {
            val result = action()
            if (result.success || result.exitCode == also) return result
            if (result.exitCode in HOPELESS || !pause(hurried, most * random.nextDouble(SHORTEST_PART, 1.0)))
                throw CopyError(result.describe())
            most *= GROWTH
        }
        val last = action()
        return if (last.success || last.exitCode == also) last
        else throw CopyError("${last.describe()}\nand so $TRIES times")
    }

    public companion object {
        /** The variable that says how ssh is called, such as `ssh -F /home/me/cluster.conf`; blanks separate words. */
        public const val SSH_VARIABLE: String = "MYDRIVER_SSH"

        /** How often something is tried. */
        public const val TRIES: Int = 5

        /** Nobody is there to type a password, and a host that does not answer must not be waited for all day. */
        public const val SSH: String = "ssh -o BatchMode=yes -o ConnectTimeout=15 -o ServerAliveInterval=15"

        /**
         * Links and times as they are, no owners, pipes or devices; names are not expanded by a shell of the other
         * host; a file that changed twice within a second is another one; a connection that says nothing for a minute
         * is dead. See rsync(1), version 3.1.3 or later.
         */
        private val RSYNC = listOf("rsync", "-rlpt", "-s", "--modify-window=-1", "--timeout=60")

        /** rsync(1): syntax, no such files, wrong version; sh: no such program. Trying again helps none of them. */
        private val HOPELESS = setOf(1, 2, 3, 4, 6, 126, 127, null)

        /** rsync(1): some files vanished before they could be copied. */
        private const val VANISHED = 24

        private val BLANKS = Regex("\\s+")
        private val FIRST_PAUSE = 3.seconds
        private const val GROWTH = 3
        private const val SHORTEST_PART = 0.5
        private val LONGEST_COPY = 12.hours
        private val LONGEST_COMMAND = 2.minutes
    }
}
