package mydriver.dispatch

import mydriver.model.Memory
import mydriver.model.Resources
import mydriver.store.query.Demand

/**
 * Trials for which one kind of worker is started: it offers the most that any of them needs.
 *
 * @property needs what each worker offers, and the longest walltime that a trial asks for by itself
 */
internal data class WorkerGroup(val needs: Resources, val queued: Long, val running: Long) {
    /** Whether a worker that offers [offer] can run all of these trials. */
    fun fits(offer: Resources): Boolean =
        needs.cpus <= offer.cpus && needs.gpus <= offer.gpus && (offer.memory == null || bytes(needs) <= bytes(offer))

    private fun joined(other: WorkerGroup): WorkerGroup {
        val needs =
            Resources(
                maxOf(needs.cpus, other.needs.cpus),
                listOfNotNull(needs.memory, other.needs.memory).maxOrNull(),
                maxOf(needs.gpus, other.needs.gpus),
                listOfNotNull(needs.walltime, other.needs.walltime).maxOrNull(),
            )
        return WorkerGroup(needs, queued + other.queued, running + other.running)
    }

    /** What one worker of this group takes from a machine, in cores: a gpu stands for sixteen, 4 GiB for one. */
    private fun weight(): Double = needs.cpus + GPU * needs.gpus + bytes(needs) / PER_CORE

    internal companion object {
        private const val GPU = 16.0
        private const val PER_CORE = 4.0 * (1L shl 30)

        /**
         * Returns at most [most] groups that cover [demand], the largest needs first. Where there are more distinct
         * needs, those two are merged, again and again, whose trials waste the least by it.
         */
        fun of(demand: List<Demand>, most: Int): List<WorkerGroup> {
            val groups =
                demand.filter { it.queued > 0 }.map { WorkerGroup(it.needs, it.queued, it.running) }.toMutableList()
            while (groups.size > most) {
                val (a, b) = pairs(groups).minBy { (a, b) -> waste(a, b) }
                groups -= setOf(a, b)
                groups += a.joined(b)
            }
            return groups.sortedByDescending { it.weight() }
        }

        private fun pairs(groups: List<WorkerGroup>) =
            groups.indices.flatMap { i -> (i + 1 until groups.size).map { groups[i] to groups[it] } }

        private fun waste(a: WorkerGroup, b: WorkerGroup): Double {
            val joined = a.joined(b).weight()
            return a.queued * (joined - a.weight()) + b.queued * (joined - b.weight())
        }

        /** A trial that says nothing of memory fits every worker. */
        private fun bytes(resources: Resources): Long = resources.memory?.bytes ?: 0L
    }
}

/** Returns the amount as `worker --memory` reads it, which knows no unit below KiB. */
internal fun typed(memory: Memory): String {
    val whole = Memory((memory.bytes + KIBIBYTE - 1) / KIBIBYTE * KIBIBYTE)
    return "$whole".replace(" ", "")
}

private const val KIBIBYTE = 1_024L
