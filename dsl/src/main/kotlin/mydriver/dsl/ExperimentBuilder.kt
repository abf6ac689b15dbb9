package mydriver.dsl

import kotlin.time.Duration
import kotlin.time.Duration.Companion.minutes
import mydriver.job.Job
import mydriver.job.JobContext
import mydriver.model.CommandJob
import mydriver.model.ConfigurationError
import mydriver.model.Experiment
import mydriver.model.Grid
import mydriver.model.MetricConvention
import mydriver.model.ParamCodec
import mydriver.model.ReportWishes
import mydriver.model.Resources
import mydriver.model.Stage
import mydriver.model.Template

/**
 * The block of `experiment<P>("name") { }`.
 *
 * Each part may stand once; all but [grid] and [job] have defaults.
 */
@MydriverDsl
public class ExperimentBuilder<P : Any>
internal constructor(private val name: String, private val codec: ParamCodec<P>) {
    private val parts = HashSet<String>()
    private var database: String? = null
    private var root: String? = null
    private var grid: Grid<P>? = null
    private var job: Job<P>? = null
    private var command: CommandJob<P>? = null
    private var resources = Resources()
    private val retries = RetriesBuilder()
    private var replicates = 1
    private var inProcess = false
    private var lease = 15.minutes
    private var scratch: String? = null
    private val templates = ArrayList<Template<P>>()
    private var stage: Stage? = null
    private var metrics: MetricConvention? = null
    private var report = ReportWishes()

    /**
     * Stores trials in the table set at [url], such as `postgres://me@db.example.org/lab/kording` or
     * `sqlite:sweeps.db?table=kording`; relative paths start at the script's folder.
     */
    public fun database(url: String) {
        once("database")
        database = url
    }

    /**
     * Keeps run directories under [path]; `~` is the home folder, relative paths start at the script's folder.
     *
     * With `ssh://host/path`, or `ssh://me@host:2222/~/path` below the home folder there, they are kept on another
     * host: workers run attempts in a folder of their own machine and copy the files by rsync, see [stage].
     */
    public fun root(path: String) {
        once("root")
        root = path
    }

    /** Declares the points to run; [block] runs only for commands that need them. */
    public fun grid(block: GridScope<P>.() -> Unit) {
        once("grid")
        grid = Grid { sink -> GridScope(codec.params.map { it.name }, sink).block() }
    }

    /** Declares the job as a function of the params; what it may return is told at [Job.run]. */
    public fun job(body: @MydriverDsl JobContext.(P) -> Any?) {
        once("job")
        job = Job { context, params -> context.body(params) }
    }

    /** Declares the job as an object, for instance of a Java class. */
    public fun job(job: Job<P>) {
        once("job")
        this.job = job
    }

    /**
     * Declares that a program runs each trial: [words] are the program and its first arguments, and [block] adds what
     * depends on the params. Exit code 0 is a trial that is done.
     */
    public fun command(vararg words: String, block: @MydriverDsl CommandScope.(P) -> Unit = {}) {
        programWords(words.asList())
        command(CommandJob { params, context -> CommandScope(context, *words).apply { block(params) }.call() })
    }

    /** Declares the program as an object, for instance of a Java class. */
    public fun command(command: CommandJob<P>) {
        once("command")
        this.command = command
    }

    /**
     * Declares that `sh` runs [script] for each trial, for pipes and the like. It is the same text for all trials:
     * params come in as variables, [CommandScope.environment], or as `"$1"` and so on, [CommandScope.argument].
     */
    public fun shell(script: String, block: @MydriverDsl CommandScope.(P) -> Unit = {}) {
        command("sh", "-c", script, "sh", block = block)
    }

    /** Declares what one trial needs. */
    public fun resources(block: ResourcesBuilder.() -> Unit) {
        once("resources")
        resources = ResourcesBuilder().apply(block).build()
    }

    /** Declares how often a failed trial runs again, how soon, and with what; see [RetriesBuilder]. */
    public fun retries(block: RetriesBuilder.() -> Unit) {
        once("retries")
        retries.block()
    }

    /** Gives each point this many trials, 1 by default; they differ in their seeds. */
    public fun replicates(count: Int) {
        once("replicates")
        replicates = count
    }

    /**
     * Runs trials on a thread of the worker instead of a process each: for jobs of milliseconds. Only what goes through
     * `System.out` and `System.err` is captured, and a crash takes the worker along.
     */
    public fun inProcess() {
        once("inProcess")
        inProcess = true
    }

    /**
     * Keeps a trial claimed for [time] when nothing is heard of its worker, 15 minutes by default; workers renew it
     * three times while it lasts. Shorter means that trials of dead hosts run again sooner, and more writes.
     */
    public fun lease(time: Duration) {
        once("lease")
        lease = time
    }

    /**
     * Puts the [JobContext.getScratch] folders of attempts below [path] instead of `TMPDIR` or `/tmp`: a fast disk that
     * each machine has for itself. `~` is the home folder, relative paths start at the script's folder.
     */
    public fun scratch(path: String) {
        once("scratch")
        scratch = path
    }

    /**
     * Gives each attempt a file made of a template in Jinja2's language: [file] is the template, from the script's
     * folder on, to the file's name in the attempt's folder. Templates know all params, what [values] adds, and
     * `trial`. May stand several times.
     *
     * ```
     * template("train.yaml.j2" to "train.yaml") { p -> value("hidden", 4 * p.width) }
     * ```
     *
     * Names that a template uses and nobody gives are told before anything is inserted; what cannot be rendered later
     * fails the attempt as STAGING.
     *
     * @param params the file beside it that holds what the template was rendered with, as YAML
     * @throws mydriver.model.ConfigurationError if a path is none, or leads out of the attempt's folder
     */
    public fun template(
        file: Pair<String, String>,
        params: String = "${file.second}.params.yaml",
        values: @MydriverDsl TemplateScope.(P) -> Unit = {},
    ) {
        templates += Template(file.first, file.second, params) { TemplateScope().apply { values(it) }.values() }
    }

    /**
     * Runs attempts in a folder of the machine that they run on, and copies their files from and to the [root]: before
     * they begin, at each checkpoint, and at their end. See [StageBuilder].
     *
     * ```
     * stage { folder("/local/me"); ignore("*.tmp", "/cache") }
     * ```
     */
    public fun stage(block: StageBuilder.() -> Unit = {}) {
        once("stage")
        stage = StageBuilder().apply(block).build()
    }

    /**
     * Declares the metrics that the job reports, which way they are better and which of them tells the best trial: then
     * a misspelt one fails the attempt instead of becoming another metric. See [MetricsBuilder].
     *
     * ```
     * metrics { minimise("valid_loss"); record("seconds") }
     * ```
     */
    public fun metrics(block: MetricsBuilder.() -> Unit) {
        once("metrics")
        metrics = MetricsBuilder().apply(block).build()
    }

    /** Declares what the command `report` shows; see [ReportBuilder]. */
    public fun report(block: ReportBuilder.() -> Unit) {
        once("report")
        report = ReportBuilder().apply(block).build()
    }

    internal fun build(): Experiment<P> =
        Experiment(
            name,
            codec,
            grid,
            job,
            database,
            root,
            resources,
            retries.build(resources),
            replicates,
            inProcess,
            lease,
            scratch,
            command,
            templates.toList(),
            stage,
            metrics,
            report,
        )

    private fun once(part: String) {
        if (!parts.add(part)) throw ConfigurationError("experiment(\"$name\") has $part twice; keep one")
    }
}
