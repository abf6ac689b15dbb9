package mydriver.dispatch

import mydriver.model.SchedulerError
import mydriver.store.SubmissionRow
import mydriver.store.TableSet

/**
 * Hands workers to a scheduler.
 *
 * Its workers run the bundle that the submission names, so that editing the script changes nothing for them. Each
 * hand-off is recorded before the scheduler is called: a crash in between leaves a trace, never an unknown worker. Of a
 * scheduler that does not answer nothing more is asked until it is known what it took.
 *
 * ```
 * val plan = dispatcher.plan(request)
 * console.note(plan.sentence)
 * val submissions = dispatcher.submit(plan)
 * ```
 */
public class Dispatcher(private val tableSet: TableSet, private val place: DispatchPlace) {
    private val submissions = tableSet.submissions
    private val calls = SchedulerCalls(place.processes)
    private val standby = Standby(submissions, tableSet.workers, calls, place, tableSet::now)
    private val sender = Sender(submissions, calls, standby, place)

    /**
     * Returns what is to be done for [request]: as many workers as are wanted, never more than trials wait, less those
     * that wait or run already. Asks the scheduler at most twice, and nothing when no trial waits.
     *
     * @throws mydriver.model.ConfigurationError if the scheduler cannot do what is wanted, telling all of it
     * @throws SchedulerError if it does not answer
     */
    public fun plan(request: DispatchRequest): DispatchPlan {
        refuseImpossible(request, place)
        val planner = Planner(request, place.processors)
        if (request.queued == 0L) return planner.plan(emptyList(), ArrayLimits())
        val backend = request.target.backend
        standby.settle(backend)
        val open = submissions.open()
        val present = standby.present(open, backend)
        val (limits, why) = calls.limits(backend)
        val plan = planner.plan(present, limits ?: ArrayLimits())
        val notes =
            if (limits == null) listOf("the scheduler ${backend.name} does not tell its limits: $why") else emptyList()
        // What was found to be over meanwhile is no longer open; what somebody else added is not known here.
        val known = submissions.open().map { it.tag }.intersect(open.map { it.tag }.toSet())
        return DispatchPlan(request, plan.arrays, plan.sentence, notes + plan.notes, known)
    }

    /**
     * Returns the scripts that [submit] would hand over if no worker were there yet; asks nobody and writes nothing.
     */
    public fun render(request: DispatchRequest): List<String> {
        refuseImpossible(request, place)
        val plan = Planner(request, place.processors).plan(emptyList(), ArrayLimits())
        val writer = ArrayWriter(request, place)
        return plan.arrays.mapIndexed { i, array ->
            writer.text(array, if (plan.arrays.size == 1) "TAG" else "TAG-${i + 1}")
        }
    }

    /**
     * Does what [plan] says; returns null if that is no longer right, because somebody else has dispatched meanwhile.
     *
     * @throws SchedulerError if the scheduler refuses, with what it said
     */
    public fun submit(plan: DispatchPlan): List<Submission>? {
        if (plan.arrays.isEmpty()) return emptyList()
        val request = plan.request
        tableSet.blobs.put("bundle", request.bundle.bytes)
        val writer = ArrayWriter(request, place)
        val written = plan.arrays.map { writer.write(it, newTag()) }
        val rows = plan.arrays.zip(written).map { (array, files) -> row(request, array, files) }
        if (!submissions.record(rows, plan.known)) {
            written.forEach { writer.remove(it) }
            return null
        }
        val sent = ArrayList<Submission>()
        for ((array, files) in plan.arrays.zip(written)) {
            try {
                sent += sender.send(files) { renewed(request, array, writer) }
            } catch (failure: SchedulerError) {
                for (later in written.drop(written.indexOf(files) + 1)) submissions.fail(
                    later.tag,
                    "not sent: ${failure.message}",
                )
                throw if (sent.isEmpty()) failure
                else
                    SchedulerError(
                        "${failure.message}\nhanded over before that: ${sent.joinToString { it.tag }}",
                        failure,
                    )
            }
        }
        return sent
    }

    private fun renewed(request: DispatchRequest, array: PlannedArray, writer: ArrayWriter): WrittenArray {
        val files = writer.write(array, newTag())
        submissions.record(row(request, array, files))
        return files
    }

    private fun row(request: DispatchRequest, array: PlannedArray, files: WrittenArray) =
        SubmissionRow(
            files.tag,
            files.backend.name,
            array.workers,
            place.machine.host,
            request.bundle.hash,
            offer = files.request.resources,
            perJob = files.request.workersPerNode,
            folder = files.request.folder.toString(),
        )

    /** Sorts by time, and is the database's to be unique. */
    private fun newTag(): String = tagAt(place.clock.instant(), tableSet.leases.newName())
}
