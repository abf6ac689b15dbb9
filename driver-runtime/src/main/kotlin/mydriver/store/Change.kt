package mydriver.store

import mydriver.model.Status

/**
 * What people do to trials by hand.
 *
 * @property from the states in which a trial may be when nobody forces it
 * @property event what the log of events calls it
 */
public enum class Change(public val from: Set<Status>, public val event: String) {
    /** Ends what has not ended; a job that runs is asked to stop, and its attempt ends as it ends. */
    CANCEL(setOf(Status.QUEUED, Status.HELD, Status.RUNNING), "CANCELLED"),

    /**
     * Queues again: final metrics are cleared, failures, losses and stalls count from zero, the history of the attempts
     * stays.
     */
    REQUEUE(setOf(Status.DONE, Status.FAILED, Status.CANCELLED), "REQUEUED"),

    /** Keeps from workers. */
    HOLD(setOf(Status.QUEUED), "HELD"),

    /** Gives back to workers. */
    RELEASE(setOf(Status.HELD), "RELEASED"),

    /** Sets aside: the identity is free for another trial. There is no way back, or two trials would be the same. */
    VOID(Status.entries.toSet() - Status.RUNNING - Status.VOID, "VOIDED"),

    /** Sets the priority. */
    PRIORITIZE(Status.entries.toSet(), "PRIORITIZED");

    /** Whether it takes a trial away from a worker that still has it, which only force does while the lease lasts. */
    internal val releases: Boolean
        get() = this == REQUEUE || this == VOID || this == HOLD

    /** What may be changed with force, in the hands of a worker. */
    internal val forced: Set<Status>
        get() = if (this == CANCEL) setOf(Status.RUNNING, Status.CANCELLED) else from + Status.RUNNING
}
