package mydriver.worker

/** Why a job that runs has to end; an earlier one outweighs a later one. */
internal enum class StopReason {
    /** Its trial belongs to somebody else by now. */
    LOST,

    /** Somebody cancelled its trial. */
    CANCELLED,

    /** It has run for as long as it may. */
    TIME_LIMIT,

    /** The time is over that the scheduler gave its worker. */
    ALLOCATION_ENDS,

    /** Its worker has to end. */
    WORKER_ENDS,
}
