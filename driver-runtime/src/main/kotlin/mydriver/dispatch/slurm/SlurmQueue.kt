package mydriver.dispatch.slurm

import mydriver.dispatch.QueueState
import mydriver.dispatch.QueuedWorker

/** Reads lines of `squeue -o '%F|%K|%T|%r'`: array, index or indices, state, reason. */
internal object SlurmQueue {
    fun parse(output: String): List<QueuedWorker> = output.lines().mapNotNull(::worker)

    private fun worker(line: String): QueuedWorker? {
        val fields = line.trim().split('|', limit = FIELDS)
        if (fields.size < FIELDS || !isNumber(fields[0])) return null
        val (id, indices, state, reason) = fields
        val known = state(state, reason) ?: return null
        val why = reason.takeIf { it.isNotEmpty() && it != "None" }
        return QueuedWorker(id, indices.toLongOrNull(), known, why, countOf(indices))
    }

    private fun state(state: String, reason: String): QueueState? =
        when (state) {
            "PENDING" -> if (HELD.any { it in reason }) QueueState.HELD else QueueState.WAITING
            "REQUEUED",
            "REQUEUE_FED" -> QueueState.WAITING
            "REQUEUE_HOLD",
            "RESV_DEL_HOLD",
            "SPECIAL_EXIT" -> QueueState.HELD
            in GONE -> null
            else -> QueueState.RUNNING
        }

    /** Returns how many indices there are in a list such as `1-2,4,8-98:2%7`; 1 for what is none. */
    fun countOf(indices: String): Int {
        val parts = indices.substringBefore('%').split(',').map { RANGE.matchEntire(it)?.groupValues ?: return 1 }
        return parts.sumOf { (_, first, last, step) ->
            if (last.isEmpty()) 1 else (last.toInt() - first.toInt()) / (step.ifEmpty { "1" }.toInt()) + 1
        }
    }

    private fun isNumber(text: String) = text.isNotEmpty() && text.all { it in '0'..'9' }

    private val RANGE = Regex("([0-9]+)(?:-([0-9]+)(?::([0-9]+))?)?")
    private val HELD = listOf("JobHeld", "held", "DependencyNeverSatisfied", "BadConstraints")
    private val GONE =
        setOf(
            "BOOT_FAIL",
            "CANCELLED",
            "COMPLETED",
            "DEADLINE",
            "FAILED",
            "NODE_FAIL",
            "OUT_OF_MEMORY",
            "PREEMPTED",
            "REVOKED",
            "TIMEOUT",
        )
    private const val FIELDS = 4
}
