package mydriver.dispatch.reconcile

import java.nio.file.Path
import java.time.Clock
import java.time.Instant
import kotlin.io.path.exists
import kotlin.io.path.readLines
import kotlin.io.path.writeText
import kotlin.time.Duration.Companion.minutes
import mydriver.deeds.specEnvironment
import mydriver.dispatch.DispatchPlace
import mydriver.dispatch.Evidence
import mydriver.dispatch.EvidenceEnd
import mydriver.dispatch.QueueState
import mydriver.dispatch.QueuedWorker
import mydriver.dispatch.SchedulerBackend
import mydriver.dispatch.SubmissionRequest
import mydriver.dispatch.WorkerVariables
import mydriver.model.Cause
import mydriver.model.Memory
import mydriver.model.Resources
import mydriver.model.Status
import mydriver.process.Processes
import mydriver.store.Claim
import mydriver.store.HostProcess
import mydriver.store.NextStep
import mydriver.store.SchedulerSlot
import mydriver.store.SubmissionRow
import mydriver.store.TableSet
import mydriver.store.TestPlace
import mydriver.store.WorkerRow
import mydriver.store.counting
import mydriver.store.here
import mydriver.store.insert

/** A scheduler that is three files in [folder]: what it says of its queue, of ends, and what was asked of it. */
internal class PaperScheduler(private val folder: Path, override val name: String = "paper") : SchedulerBackend {
    override val directivePrefix: String? = null
    override val variables: WorkerVariables = WorkerVariables("")
    private val calls = folder.resolve("calls")
    private var failing = false

    /** Whether its programs are here. */
    var present = true

    /** A line for each worker: id, index or `-`, state, how many. */
    fun queue(text: String) = folder.resolve("queue").writeText(text)

    /** A line for each end: id, index, run or `-`, end, signal or `-`, time or `-`. */
    fun ends(text: String) = folder.resolve("ends").writeText(text)

    /** Every call fails from now on. */
    fun fail() {
        failing = true
    }

    /** What was called so far. */
    fun calls(): List<String> = if (calls.exists()) calls.readLines() else emptyList()

    private fun call(what: String, vararg more: String) =
        if (failing) listOf("false")
        else listOf("sh", "-c", "echo $what \"\$@\" >>'$calls'; [ $what = cancel ] || cat '$folder/$what'", "sh", *more)

    override fun directives(request: SubmissionRequest): List<String> = emptyList()

    override fun submitCommand(script: Path, request: SubmissionRequest): List<String> = listOf("false")

    override fun parseSubmitted(output: String): List<String> = emptyList()

    override fun statusCommand(ids: List<String>): List<String> = call("queue", *ids.toTypedArray())

    override fun parseStatus(output: String): List<QueuedWorker> =
        output
            .lines()
            .filter { it.isNotBlank() }
            .map { line ->
                val (id, index, state, count) = line.split(' ')
                QueuedWorker(id, index.toLongOrNull(), QueueState.valueOf(state), "reason", count.toInt())
            }

    override fun evidenceCommand(ids: List<String>): List<String> = call("ends", *ids.toTypedArray())

    override fun parseEvidence(output: String): List<Evidence> =
        output
            .lines()
            .filter { it.isNotBlank() }
            .map { line ->
                val (id, index, run, end) = line.split(' ')
                val (signal, ended) = line.split(' ').drop(4)
                val at = ended.takeIf { it != "-" }?.let(Instant::parse)
                val how = EvidenceEnd.valueOf(end)
                Evidence(id, index.toLongOrNull(), run.toIntOrNull(), how, signal = signal.toIntOrNull(), ended = at)
            }

    override fun cancelCommand(ids: List<String>): List<String> = call("cancel", *ids.toTypedArray())

    override fun detect(present: (String) -> Boolean): Boolean = this.present
}

/** A table set of [count] trials whose workers came from a [PaperScheduler]. */
internal class Lab(place: TestPlace, private val scratch: Path, count: Int) : AutoCloseable {
    val paper = PaperScheduler(scratch)
    val tableSet = TableSet.open(place.url()).also { it.insert(counting(count)) }
    private val dispatchPlace =
        DispatchPlace(Processes(specEnvironment), listOf("mydriver"), 2, Clock.systemUTC()) { scratch.resolve(it) }
    val reconciler = Reconciler(tableSet, dispatchPlace, listOf(paper)) { _, cause -> step(cause) }
    val kills = WorkerKills(tableSet, dispatchPlace, listOf(paper))

    init {
        paper.queue("")
        paper.ends("")
    }

    private fun step(cause: Cause) =
        NextStep(Status.QUEUED, failures = 1, needs = Resources(memory = Memory(cause.ordinal.toLong() shl 30)))

    fun submit(tag: String, id: String, workers: Int = 3) {
        tableSet.submissions.record(SubmissionRow(tag, paper.name, workers, "login", folder = "$scratch"))
        tableSet.submissions.confirm(tag, listOf(id))
    }

    /** Writes the log of the worker of an index. */
    fun log(index: Long, text: String) {
        scratch.resolve("worker-$index.log").writeText(text)
    }

    /** Signs a worker on that claims [trials] trials and begins [begun] of them. */
    fun worker(name: String, slot: SchedulerSlot?, trials: Int = 1, begun: Int = trials): List<Claim> {
        tableSet.claims.registerWorker(WorkerRow(name, HostProcess("node-$name", 7), submission = "s", slot = slot))
        val claims = if (trials == 0) emptyList() else tableSet.claims.claim(name, trials, 15.minutes, Resources())
        claims.take(begun).forEach { tableSet.claims.begin(it, here) }
        return claims
    }

    fun slot(index: Long?, restart: Long? = null, id: String = "17") = SchedulerSlot(paper.name, id, index, restart)

    fun state(id: Long) = tableSet.standing.of(id)!!

    fun causes(id: Long): List<String?> = tableSet.queries.attempts(id).map { it.cause }

    override fun close() = tableSet.close()
}
