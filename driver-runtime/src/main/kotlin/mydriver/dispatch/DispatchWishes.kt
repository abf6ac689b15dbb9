package mydriver.dispatch

/**
 * How many workers somebody wants, and how; what is null is left to others.
 *
 * @property workers the most workers that are to be there, at least 1
 * @property maxConcurrent the most of them that may run at once, at least 1
 * @property trialsPerWorker one worker for so many trials, after which it ends, at least 1
 * @property workersPerNode how many workers one job of the scheduler starts side by side, at least 1
 * @property hosts machines, for schedulers that choose among them themselves
 * @property passedOn flags of the scheduler's submit command
 */
public data class DispatchWishes(
    val workers: Int? = null,
    val maxConcurrent: Int? = null,
    val trialsPerWorker: Int? = null,
    val workersPerNode: Int? = null,
    val hosts: List<String> = emptyList(),
    val passedOn: List<String> = emptyList(),
) {
    /** Returns these wishes, and those of [other] where these leave something open; both pass their flags on. */
    public fun over(other: DispatchWishes): DispatchWishes =
        DispatchWishes(
            workers ?: other.workers,
            maxConcurrent ?: other.maxConcurrent,
            trialsPerWorker ?: other.trialsPerWorker,
            workersPerNode ?: other.workersPerNode,
            hosts.ifEmpty { other.hosts },
            other.passedOn + passedOn,
        )
}
