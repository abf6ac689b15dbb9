package mydriver.model

/** Why an attempt did not end with its trial done. */
public enum class Cause(
    /** Whether it counts towards the retries of its trial. */
    public val counts: Boolean
) {
    /** The job threw, or returned what is no result. */
    ERROR(true),

    /** A program ended with an exit code other than 0. */
    EXIT(true),

    /** A signal ended it. */
    SIGNAL(true),

    /** It ran out of memory. */
    OUT_OF_MEMORY(true),

    /** It ran longer than it may, and did not save its state when asked to. */
    TIMEOUT(true),

    /** Its files could not be prepared or brought back. */
    STAGING(true),

    /** Its worker had to end before it did. */
    PREEMPTED(false),

    /** Its worker was gone and the lease was reclaimed. */
    LOST(false),

    /** Somebody cancelled its trial. */
    CANCELLED(false),

    /** The job itself asked not to be run again (exit code 100). */
    DO_NOT_RETRY(false),
}
