package mydriver.command

import com.github.ajalt.clikt.parameters.groups.OptionGroup
import com.github.ajalt.clikt.parameters.options.flag
import com.github.ajalt.clikt.parameters.options.option
import com.github.ajalt.clikt.parameters.options.optionalValue
import com.github.ajalt.clikt.parameters.types.int
import com.github.ajalt.clikt.parameters.types.restrictTo
import mydriver.dispatch.Backends
import mydriver.model.UsageError

/** The options by which a command starts workers on what it has done. */
internal class HandOffOptions : OptionGroup() {
    private val dispatch by
        option(
                "--dispatch",
                metavar = "SCHEDULER",
                help = "Then start workers through a scheduler; local for this machine.",
            )
            .optionalValue(DETECTED, acceptsUnattachedValue = false)

    /** The most workers to start, or null for as many as fit. */
    val workers: Int? by
        option(
                "--workers",
                metavar = "N",
                help = "With --dispatch, start at most N workers, and never more than trials are queued.",
            )
            .int()
            .restrictTo(min = 1)

    /** Whether to wait for the trials. */
    val wait: Boolean by
        option("--wait", help = "With --dispatch, wait for all trials that are queued or running, and show the best.")
            .flag()

    /** Whether workers are wanted at all. */
    val wanted: Boolean
        get() = dispatch != null

    /** The scheduler that was named, or null for that of this machine. */
    val scheduler: String?
        get() = dispatch?.takeIf { it != DETECTED }

    /**
     * Refuses options that make no sense together, and a scheduler that there is not; [dry] is whether nothing is to be
     * written.
     */
    fun check(dry: Boolean) {
        val faults = buildList {
            if (workers != null && !wanted) add("--workers says how many workers --dispatch starts; add --dispatch")
            if (wait && !wanted) add("--wait waits for the workers that --dispatch starts; add --dispatch")
            if (dry && wanted) add("--dry inserts nothing, so there is nothing to dispatch; leave out one of them")
        }
        if (faults.isNotEmpty()) throw UsageError(faults.joinToString("\n"))
        scheduler?.let(Backends::named)
    }

    private companion object {
        /** No scheduler has an empty name. */
        const val DETECTED = ""
    }
}
