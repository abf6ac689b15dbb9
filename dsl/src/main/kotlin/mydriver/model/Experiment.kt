package mydriver.model

import kotlin.time.Duration
import kotlin.time.Duration.Companion.minutes
import kotlin.time.Duration.Companion.seconds
import mydriver.job.Job

/** A block that pushes the points of a grid into a sink, one by one; it runs once per command that needs points. */
public fun interface Grid<P : Any> {
    /** Pushes every point into [sink], in order. */
    public fun emit(sink: (P) -> Unit)
}

/**
 * What an experiment script declares.
 *
 * @property name the job's name, part of every fingerprint, and the default name of the table set
 * @property codec how its points become params and back
 * @property grid the points, or null when the script declares none
 * @property job the function that runs a trial, or null when the script declares none
 * @property database URL of the table set, or null for a SQLite file beside the script
 * @property root archive folder, or null for a folder beside the script
 * @property replicates how many trials each point has, at least 1
 * @property inProcess whether trials run on a thread of the worker instead of a process of their own
 * @property lease how long a claimed trial stays claimed when nothing is heard of its worker
 * @property scratch folder on each machine for temporary files of attempts, or null for the machine's usual one
 * @property command says which program runs a trial, or null when a [job] does
 * @property templates files that each attempt gets before its job starts
 * @property stage how files get to the machine that runs an attempt and back, or null when it works in the root itself
 * @property metrics the metrics that jobs may report and which way they are better, or null when none are declared
 * @property report what a report of it shows
 */
public data class Experiment<P : Any>(
    val name: String,
    val codec: ParamCodec<P>,
    val grid: Grid<P>? = null,
    val job: Job<P>? = null,
    val database: String? = null,
    val root: String? = null,
    val resources: Resources = Resources(),
    val retries: Retries = Retries(),
    val replicates: Int = 1,
    val inProcess: Boolean = false,
    val lease: Duration = 15.minutes,
    val scratch: String? = null,
    val command: CommandJob<P>? = null,
    val templates: List<Template<P>> = emptyList(),
    val stage: Stage? = null,
    val metrics: MetricConvention? = null,
    val report: ReportWishes = ReportWishes(),
) {
    /** Whether the script says how a trial is run. */
    val isRunnable: Boolean
        get() = job != null || command != null

    init {
        val faults = buildList {
            if (name.isBlank() || name.length > LONGEST_NAME)
                add("experiment(\"${name.take(40)}\"): a name has 1 to $LONGEST_NAME characters, not all blank")
            textFault("the experiment's name", name)?.let(::add)
            if (replicates !in 1..MOST_REPLICATES) add("replicates = $replicates; it must be 1 to $MOST_REPLICATES")
            if (job != null && command != null)
                add(
                    "experiment(\"${name.take(40)}\") has both job and command; one of them runs a trial: remove the other"
                )
            if (inProcess && command != null)
                add("inProcess() beside command: a program is always a process of its own; remove inProcess()")
            addAll(templateFaults(templates, codec.params))
            if (lease < SHORTEST_LEASE) add("lease = $lease; it must be $SHORTEST_LEASE or more")
        }
        if (faults.isNotEmpty()) throw ConfigurationError(faults.joinToString("\n"))
    }

    public companion object {
        /** The longest name of an experiment, in characters. */
        public const val LONGEST_NAME: Int = 200

        /** The most replicates a point may have. */
        public const val MOST_REPLICATES: Int = 1_000_000

        /** The shortest lease: a worker renews it three times while it lasts. */
        public val SHORTEST_LEASE: Duration = 1.seconds
    }
}
