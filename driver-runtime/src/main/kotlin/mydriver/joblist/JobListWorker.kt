package mydriver.joblist

import java.util.concurrent.CountDownLatch
import java.util.concurrent.TimeUnit
import mydriver.model.ConfigurationError
import mydriver.model.shellCommand

/**
 * How a worker goes about a job list.
 *
 * @property retryFailed whether it runs again, at the end and once, what had failed or was interrupted when it started
 * @property stopAfterFailures after how many failures in a row it ends, or null for never
 */
internal data class WorkOptions(val retryFailed: Boolean = false, val stopAfterFailures: Int? = null)

/**
 * Runs the commands of a job list that nobody has claimed, from the first to the last, together with any number of
 * other workers on any machine.
 *
 * The list is read anew before each command, so that it may be edited meanwhile. A command that fails is kept, and the
 * worker goes on.
 *
 * @param tell prints a line for people
 */
internal class JobListWorker(
    private val desk: Desk,
    private val attempts: Attempts,
    private val options: WorkOptions = WorkOptions(),
    private val stopped: CountDownLatch,
    private val tell: (String) -> Unit,
) {
    private val impossible = HashMap<CommandKey, String>()
    private var done = 0
    private var failed = 0
    private var interrupted = 0
    private var failedInARow = 0
    private var latest: JobList? = null

    /** Works until nothing is left to claim, or somebody stops it, and returns what came of it. */
    fun work(): WorkSummary {
        open()
        return desk.use {
            val old = old()
            var taken = takeOne(old)
            while (taken && !isStopped() && !isBroken()) taken = takeOne(old)
            desk.mark()
            summary()
        }
    }

    /** Runs the command with this [number] once more, whatever has become of it, unless it is running. */
    fun workOn(number: Int): WorkSummary {
        open()
        return desk.use {
            // The first look may store what others have marked.
            look()
            val standing = look() ?: return@use summary()
            val one =
                standing.firstOrNull { it.entry.number == number }
                    ?: throw ConfigurationError("there is no command $number any more; somebody has edited the list")
            val running = desk.stateOf(one) == EntryState.RUNNING
            if (running || !take(one))
                throw ConfigurationError(
                    "command $number is running on ${one.claim?.host ?: "another machine"}; let it end"
                )
            summary()
        }
    }

    /** A list that is not there, or is none, gets no folder beside it. */
    private fun open() {
        readList {}
        desk.open()
    }

    /** What `--retry-failed` is about: nothing that fails from now on is run again and again. */
    private fun old(): Set<AttemptId> {
        look()
        if (!options.retryFailed) return emptySet()
        return standing()
            .filter { desk.stateOf(it).mayBeRetried }
            .map { it.occurrence.attempt(it.attempt) }
            .toSet()
            .also { if (it.isEmpty()) tell("no command has failed or was interrupted") }
    }

    private fun takeOne(old: Set<AttemptId>): Boolean {
        val standing = look() ?: return false
        val fresh = standing.asSequence().filter { desk.stateOf(it) == EntryState.TO_DO }
        val again = standing.asSequence().filter { it.occurrence.attempt(it.attempt) in old && it.end != null }
        return (fresh + again).any { isPossible(it) && take(it) }
    }

    private fun isPossible(one: EntryStanding): Boolean {
        val key = one.occurrence.key
        if (key in impossible) return false
        val fault = attempts.fault(one.entry) ?: return true
        impossible[key] = fault
        tell("cannot run command ${one.entry.number} here: ${shellCommand(one.entry.words)}: $fault")
        return false
    }

    private fun take(one: EntryStanding): Boolean {
        val id = desk.claim(one) ?: return false
        when (attempts.run(one.entry, id)) {
            EntryState.DONE -> {
                done++
                failedInARow = 0
            }
            EntryState.INTERRUPTED -> interrupted++
            else -> {
                failed++
                failedInARow++
            }
        }
        return true
    }

    private fun isBroken(): Boolean {
        val most = options.stopAfterFailures ?: return false
        if (failedInARow < most) return false
        tell("$failedInARow commands in a row failed; this worker ends")
        return true
    }

    private fun look(): List<EntryStanding>? = readList()?.let { list -> desk.standing(list).also(desk::settle) }

    /** The commands of the list as it was read last: it may be broken by now. */
    private fun standing() = latest?.let(desk::standing).orEmpty()

    /** Reads the list; when it cannot be read later on, somebody is about to mend it. Returns null when stopped. */
    private fun readList(meanwhile: () -> Unit = desk::show): JobList? {
        var looks = 0
        while (!isStopped()) {
            try {
                return desk.file.read().also { latest = it }
            } catch (fault: ConfigurationError) {
                if (++looks == PATIENCE)
                    if (latest != null) tell("${fault.message}; waiting until it can be read") else throw fault
            }
            meanwhile()
            stopped.await(LOOK_MILLIS, TimeUnit.MILLISECONDS)
        }
        return null
    }

    private fun isStopped() = stopped.count == 0L

    private fun summary(): WorkSummary {
        val states = standing().groupingBy(desk::stateOf).eachCount()
        fun count(state: EntryState) = states[state] ?: 0
        return WorkSummary(done, failed, interrupted, count(EntryState.TO_DO), count(EntryState.RUNNING))
    }

    private companion object {
        const val LOOK_MILLIS = 100L

        /** An editor is quicker to save a file. */
        const val PATIENCE = 20
    }
}
