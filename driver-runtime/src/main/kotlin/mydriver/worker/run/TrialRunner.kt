package mydriver.worker.run

import mydriver.worker.files.AttemptDirectory
import mydriver.worker.pipe.JobEnd
import mydriver.worker.pipe.Request
import mydriver.worker.pipe.TrialOrder

/** Runs trials one after the other; a worker has one per slot. */
internal interface TrialRunner : AutoCloseable {
    /**
     * Runs one trial to its end.
     *
     * @param place its folder, which is not asked for before there is a use for it
     * @param another whether one more is likely to follow at once
     * @return how it ended, or null if [listener] forbade it
     * @throws ChildStartError if no process can be made ready to run it; nothing of the trial has happened then
     */
    fun run(order: TrialOrder, place: Lazy<AttemptDirectory>, listener: TrialListener, another: Boolean): JobEnd?

    /** Asks the job that runs, if any, for [request]; from any thread. */
    fun request(request: Request)

    /** Whether [abandon] ends a job that does not listen. */
    val killable: Boolean
        get() = true

    /** Whether the last trial may have made its scratch folder. */
    val leavesScratch: Boolean
        get() = true

    /** Ends the job that runs, if any, at once; from any thread. */
    fun abandon()

    /** Ends whatever is left. */
    override fun close()
}
