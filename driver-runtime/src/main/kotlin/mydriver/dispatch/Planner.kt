package mydriver.dispatch

import mydriver.model.ConfigurationError

/**
 * Works out how many workers of which kind are to be started; asks nobody.
 *
 * @param processors how many processors this machine has: what bounds workers on it that nobody counted
 */
internal class Planner(private val request: DispatchRequest, private val processors: Int) {
    private val wishes = request.wanted
    private val backend = request.target.backend
    private val perJob = wishes.workersPerNode ?: 1

    /**
     * Returns the plan.
     *
     * @param present workers of earlier hand-offs, which count against what is wanted
     * @param limits of the site; what they leave over is for the next hand-off
     * @throws ConfigurationError if the scheduler cannot do what is wanted
     */
    fun plan(present: List<PresentWorkers>, limits: ArrayLimits): DispatchPlan {
        val groups = groups()
        val wanted = missing(groups, present)
        val allowed = limits.maxSubmitted?.let { it - present.sumOf(::jobs) }
        val counts = if (allowed == null) wanted else shares(wanted, maxOf(0, allowed) * perJob)
        val arrays = throttled(groups.zip(counts).flatMap { (group, count) -> arrays(group, count, limits) })
        val words = PlanWords(request, perJob, limits)
        return DispatchPlan(
            request,
            arrays,
            words.sentence(arrays, present),
            words.notes(wanted.sum() - arrays.sumOf { it.workers }, present),
        )
    }

    private fun groups(): List<WorkerGroup> {
        val most = listOfNotNull(MOST_GROUPS, wishes.workers, wishes.maxConcurrent).min()
        return WorkerGroup.of(request.demand, most)
    }

    /** How many workers of each group are missing. */
    private fun missing(groups: List<WorkerGroup>, present: List<PresentWorkers>): List<Int> {
        val there = groups.associateWith { ArrayList<PresentWorkers>() }
        for (workers in present) groups
            .firstOrNull { workers.offer == null || it.fits(workers.offer) }
            ?.let {
                there.getValue(it) += workers
            }
        val most = groups.map { useful(it, there.getValue(it).sumOf(PresentWorkers::running)) }
        val wanted = shares(most, wishes.workers ?: Int.MAX_VALUE)
        val missing =
            groups.zip(wanted).map { (group, count) ->
                maxOf(0, count - there.getValue(group).sumOf { it.waiting + it.running })
            }
        val all = present.sumOf { it.waiting + it.running }
        return shares(missing, wishes.workers?.let { maxOf(0, it - all) } ?: Int.MAX_VALUE)
    }

    /** How many workers have something to do in [group], [running] of which run already. */
    private fun useful(group: WorkerGroup, running: Int): Int {
        val trials = group.queued + minOf(group.running, running.toLong())
        val each = wishes.trialsPerWorker ?: 1
        val workers = minOf((trials + each - 1) / each, Int.MAX_VALUE.toLong()).toInt()
        if (wishes.workers != null || wishes.trialsPerWorker != null) return workers
        return minOf(workers, usual(group))
    }

    private fun usual(group: WorkerGroup): Int =
        when {
            backend.onThisHost -> maxOf(1, processors / group.needs.cpus)
            wishes.hosts.isNotEmpty() -> wishes.hosts.size
            else -> USUAL
        }

    private fun arrays(group: WorkerGroup, workers: Int, limits: ArrayLimits): List<PlannedArray> {
        val largest = limits.maxArraySize?.let { maxOf(1, it).toLong() * perJob } ?: Long.MAX_VALUE
        val parts = ArrayList<PlannedArray>()
        var left = workers
        while (left > 0) {
            val part = minOf(left.toLong(), largest).toInt()
            parts += PlannedArray(group, part, throttle = null)
            left -= part
        }
        return parts
    }

    /** Spreads what may run at once over the arrays; arrays for which nothing is left are for the next hand-off. */
    private fun throttled(arrays: List<PlannedArray>): List<PlannedArray> {
        val most = (wishes.maxConcurrent ?: return arrays) / perJob
        if (most == 0) throw ConfigurationError(TOO_FEW)
        val jobs = arrays.map { (it.workers + perJob - 1) / perJob }
        if (jobs.sumOf { it.toLong() } <= most) return arrays
        val kept = arrays.take(most)
        return kept.zip(shares(jobs.take(most), most)).map { (array, share) -> array.copy(throttle = share) }
    }

    private fun jobs(workers: PresentWorkers) = (workers.waiting + workers.running + workers.held + perJob - 1) / perJob

    private companion object {
        const val MOST_GROUPS = 3

        /** Enough to keep a cluster busy with, few enough to be nobody's surprise. */
        const val USUAL = 50
        const val TOO_FEW = "--max-concurrent is less than --workers-per-node; make it at least as much"
    }
}

/** Returns [counts], lowered in proportion so that they sum up to [most] at most; none that was above 0 becomes 0. */
internal fun shares(counts: List<Int>, most: Int): List<Int> {
    val total = counts.sumOf { it.toLong() }
    if (total <= most) return counts
    val shares =
        counts.map { minOf(it, maxOf(if (it > 0) 1 else 0, (it * most.toLong() / total).toInt())) }.toIntArray()
    // Rounding leaves a few over, and minima may have taken too many.
    while (shares.sumOf { it.toLong() } < most) shares[counts.indices.maxBy { counts[it] - shares[it] }]++
    while (shares.sumOf { it.toLong() } > most) shares[shares.indices.maxBy { shares[it] }]--
    return shares.toList()
}
