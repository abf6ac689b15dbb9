package mydriver.worker.pipe

/** One message between a supervisor and the child that runs a trial. */
internal sealed interface Frame {
    /** From the child: it is ready to be given a trial, and speaks [version] of this protocol. */
    data class Hello(val version: Int) : Frame

    /** To the child: make ready to run this trial. */
    data class Begin(val order: TrialOrder) : Frame

    /** From the child: the params bind, and nothing of the job has run yet. */
    data object Bound : Frame

    /** To the child: run the job. */
    data object Go : Frame

    /** From the child: metrics since the last time. */
    data class Report(val points: List<Point>) : Frame

    /** From the child: answer with [Taken] as soon as all before it is in safe hands. */
    data object Sync : Frame

    /** To the child: everything before the last [Sync] is in safe hands. */
    data object Taken : Frame

    /** To the child: let the job know of [request]. */
    data class Ask(val request: Request) : Frame

    /** From the child: the job's files are complete; answer with [Kept], and the job waits until then. */
    data object Saved : Frame

    /** To the child: a copy of the files is kept, or else [fault] says why not. */
    data class Kept(val fault: String?) : Frame

    /** From the child: how the job ended. */
    data class End(val end: JobEnd) : Frame

    companion object {
        /** Raised whenever a frame changes; both ends come from one installation, so they only compare it. */
        const val VERSION: Int = 2
    }
}
