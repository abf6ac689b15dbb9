package mydriver.dispatch

import mydriver.model.Resources

/** A plan for people. */
internal class PlanWords(
    private val request: DispatchRequest,
    private val perJob: Int,
    private val limits: ArrayLimits,
) {
    private val name = request.target.backend.name

    /** Returns how many workers are started, of which size, where, for how many trials and how long. */
    fun sentence(arrays: List<PlannedArray>, present: List<PresentWorkers>): String {
        val there = present.sumOf { it.waiting + it.running }
        if (request.queued == 0L) return "nothing is queued, so no worker is started"
        if (arrays.isEmpty()) {
            val all = counted(there, "worker") + if (there == 1) " is" else " are"
            return "$all waiting or running already for ${trials()}, so no further one is started"
        }
        val kinds = arrays.groupBy { it.group }.map { (group, some) -> kind(group, some) }
        val where = request.target.profile?.let { if (it.name == name) "" else " (profile ${it.name})" }.orEmpty()
        val besides = if (there == 0) "" else ", besides ${counted(there, "worker")} waiting or running already"
        return "starting ${kinds.joinToString(" and ")}$where for ${trials()}$besides"
    }

    /** Returns what else is to be known; [left] workers would have been wanted as well. */
    fun notes(left: Int, present: List<PresentWorkers>): List<String> = buildList {
        val held = present.sumOf { it.held }
        if (held > 0)
            add(
                "${counted(held, "worker")} of earlier hand-offs ${if (held == 1) "is" else "are"} held by the scheduler; submissions lists them"
            )
        if (left > 0) {
            val why =
                limits.maxSubmitted?.let { "the site lets you have $it at a time" } ?: "only so many may run at once"
            add("${counted(left, "further worker")} would have something to do, but $why; dispatch again later")
        }
    }

    private fun kind(group: WorkerGroup, arrays: List<PlannedArray>): String {
        val workers = arrays.sumOf { it.workers }
        val throttle = arrays.map { it.throttle }
        val atOnce = if (null in throttle) "" else ", at most ${throttle.sumOf { it!! } * perJob} at once"
        val side = if (perJob == 1) "" else ", $perJob to a job"
        val split = if (arrays.size == 1) "" else ", in ${arrays.size} arrays"
        val resources = workerResources(request, group)
        // Nobody ends the workers of this host.
        val time = resources.walltime?.takeIf { !request.target.backend.onThisHost }?.let { ", for $it" }.orEmpty()
        val each = if (workers == 1) "" else " each"
        return "${counted(workers, "$name worker")} of ${size(resources)}$each$time$atOnce$side$split"
    }

    private fun trials() = counted(request.queued, "queued trial")
}

/** Returns what workers for [group] are given: its needs, and what script and profile say of the rest. */
internal fun workerResources(request: DispatchRequest, group: WorkerGroup): Resources {
    val script = request.resources
    val profile = request.target.profile?.resources ?: Resources()
    return Resources(
        group.needs.cpus,
        group.needs.memory,
        group.needs.gpus,
        listOfNotNull(script.walltime ?: profile.walltime, group.needs.walltime).maxOrNull(),
        script.queue ?: profile.queue,
        script.account ?: profile.account,
        script.nodes ?: profile.nodes,
        profile.raw + script.raw,
    )
}

internal fun counted(count: Number, thing: String) = if (count.toLong() == 1L) "1 $thing" else "$count ${thing}s"

private fun size(resources: Resources): String {
    val parts =
        listOfNotNull(
            counted(resources.cpus, "cpu"),
            resources.memory?.toString(),
            if (resources.gpus > 0) counted(resources.gpus, "gpu") else null,
        )
    return if (parts.size == 1) parts[0] else parts.dropLast(1).joinToString() + " and " + parts.last()
}
