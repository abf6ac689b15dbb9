package mydriver.command

import com.github.ajalt.clikt.parameters.groups.OptionGroup
import com.github.ajalt.clikt.parameters.options.default
import com.github.ajalt.clikt.parameters.options.flag
import com.github.ajalt.clikt.parameters.options.option
import com.github.ajalt.clikt.parameters.options.optionalValue
import com.github.ajalt.clikt.parameters.options.split
import com.github.ajalt.clikt.parameters.types.int
import com.github.ajalt.clikt.parameters.types.restrictTo
import mydriver.dispatch.DispatchWishes
import mydriver.model.UsageError

/** The options by which a command starts workers. */
internal abstract class HandOffOptions(private val with: String) : OptionGroup() {
    private val workers: Int? by
        option(
                "--workers",
                metavar = "N",
                help = "${with}Have at most N workers waiting or running, and never more than trials are queued.",
            )
            .int()
            .restrictTo(min = 1)

    private val maxConcurrent: Int? by
        option("--max-concurrent", metavar = "N", help = "${with}Let at most N workers run at once.")
            .int()
            .restrictTo(min = 1)

    private val trialsPerWorker: Int? by
        option(
                "--trials-per-worker",
                metavar = "N",
                help = "${with}Start one worker for N trials, and let it end after N.",
            )
            .int()
            .restrictTo(min = 1)

    private val workersPerNode: Int? by
        option(
                "--workers-per-node",
                metavar = "N",
                help = "${with}Let one job of the scheduler start N workers side by side.",
            )
            .int()
            .restrictTo(min = 1)

    private val hosts: List<String> by
        option("--hosts", metavar = "A,B", help = "${with}The hosts of ssh workers.")
            .split(",")
            .default(emptyList(), defaultForHelp = "")

    /** Whether to wait for the trials. */
    val wait: Boolean by
        option("--wait", help = "${with}Wait for all trials that are queued or running, and show the best.").flag()

    /** The profile or scheduler that was named, or null for the usual. */
    abstract val target: String?

    /** What was said of workers; [passedOn] are flags for the scheduler. */
    fun wishes(passedOn: List<String>): DispatchWishes =
        DispatchWishes(
            workers,
            maxConcurrent,
            trialsPerWorker,
            workersPerNode,
            hosts.map { it.trim() }.filter { it.isNotEmpty() },
            passedOn,
        )

    /** The options that were typed and make sense for a hand-off only. */
    protected fun typed(): List<String> =
        listOfNotNull(
            "--workers".takeIf { workers != null },
            "--max-concurrent".takeIf { maxConcurrent != null },
            "--trials-per-worker".takeIf { trialsPerWorker != null },
            "--workers-per-node".takeIf { workersPerNode != null },
            "--hosts".takeIf { hosts.isNotEmpty() },
            "--wait".takeIf { wait },
        )
}

/** The options by which `insert` starts workers on what it has done. */
internal class InsertHandOff : HandOffOptions("With --dispatch: ") {
    private val dispatch by
        option(
                "--dispatch",
                metavar = "SCHEDULER",
                help = "Then start workers through a scheduler or as a profile says; local for this machine.",
            )
            .optionalValue(USUAL, acceptsUnattachedValue = false)

    /** Whether workers are wanted at all. */
    val wanted: Boolean
        get() = dispatch != null

    override val target: String?
        get() = dispatch?.takeIf { it != USUAL }

    /** Refuses options that make no sense together; [dry] is whether nothing is to be written. */
    fun check(dry: Boolean, passedOn: List<String>) {
        val faults = buildList {
            if (!wanted) typed().forEach { add("$it is about the workers that --dispatch starts; add --dispatch") }
            if (!wanted && passedOn.isNotEmpty())
                add("what stands behind -- is passed on to a scheduler, and none is called; add --dispatch")
            if (dry && wanted) add("--dry inserts nothing, so there is nothing to dispatch; leave out one of them")
        }
        if (faults.isNotEmpty()) throw UsageError(faults.joinToString("\n"))
    }

    private companion object {
        /** Nothing is called by an empty name. */
        const val USUAL = ""
    }
}

/** The options of `dispatch`. */
internal class DispatchOptions : HandOffOptions("") {
    override val target: String? by
        option(
            "--on",
            metavar = "SCHEDULER",
            help = "Hand them to this scheduler, or as this profile says. (default: the configured or detected one)",
        )

    /** Whether only to show what would be handed over. */
    val render: Boolean by option("--render", help = "Print the script, submit and write nothing.").flag()

    /** Refuses options that make no sense together. */
    fun check() {
        if (render && wait)
            throw UsageError("--render starts no worker, so there is nothing to --wait for; leave out one")
    }
}
