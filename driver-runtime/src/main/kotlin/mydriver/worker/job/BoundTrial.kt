package mydriver.worker.job

import mydriver.worker.pipe.JobEnd

/** What became of binding a row to the params class. */
internal sealed interface BoundTrial {
    /** The job can run: [run] does it, once. */
    class Ready(val run: (TrialContext) -> JobEnd) : BoundTrial

    /** The row is not to be run, for this [reason]. */
    class Unbound(val reason: String) : BoundTrial
}
