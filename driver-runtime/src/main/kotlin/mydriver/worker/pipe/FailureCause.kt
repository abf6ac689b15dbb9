package mydriver.worker.pipe

/** Why an attempt failed, as the table of attempts calls it. */
internal enum class FailureCause {
    /** The job threw, or returned what is no result. */
    ERROR,

    /** The job ended its process. */
    EXIT,

    /** A signal ended the job's process. */
    SIGNAL,

    /** The job ran out of memory. */
    OUT_OF_MEMORY,

    /** Its files could not be made ready. */
    STAGING,
}
