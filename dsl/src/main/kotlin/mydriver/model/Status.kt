package mydriver.model

/** The states of a trial; being lost, preempted or requeued are events and ends of attempts, not states. */
public enum class Status {
    /** Waits to be claimed. */
    QUEUED,

    /** Claimed by a worker. */
    RUNNING,

    /** Its job returned. */
    DONE,

    /** Its last attempt failed and no retry is left. */
    FAILED,

    /** Somebody cancelled it. */
    CANCELLED,

    /** Kept from workers until it is released. */
    HELD,

    /** Set aside, outside the detection of duplicates. */
    VOID;

    /** Whether no worker will touch it again by itself. */
    public val ended: Boolean
        get() = this == DONE || this == FAILED || this == CANCELLED || this == VOID
}
