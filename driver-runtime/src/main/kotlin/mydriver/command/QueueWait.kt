package mydriver.command

import java.time.Duration
import java.time.Instant
import mydriver.store.SubmissionRow
import mydriver.store.WorkerRecord

/**
 * Says how long workers of the [open] hand-offs waited in the queues of schedulers, and how many still wait; null when
 * there are none.
 *
 * @param workers all that have signed on
 */
internal fun queueWait(open: List<SubmissionRow>, workers: List<WorkerRecord>, now: Instant): String? {
    val signedOn = workers.groupBy { it.row.submission }
    val waits = open.flatMap { row ->
        signedOn[row.tag].orEmpty().mapNotNull { worker ->
            row.progress?.let { Duration.between(it.sent, worker.started) }
        }
    }
    val missing = open.associateWith { maxOf(0, it.workers - signedOn[it.tag].orEmpty().size) }.filterValues { it > 0 }
    val parts = buildList {
        if (waits.isNotEmpty()) {
            val mean = waits.sumOf { maxOf(0, it.seconds) } / waits.size
            add("${waits.size} workers started after ${spoken(mean)}" + if (waits.size > 1) " on average" else "")
        }
        if (missing.isNotEmpty()) {
            val since = missing.keys.mapNotNull { it.progress?.sent }.minOrNull()
            val length =
                since?.let { ", the first for ${spoken(maxOf(0, Duration.between(it, now).seconds))}" }.orEmpty()
            add("${missing.values.sum()} wait or are over$length")
        }
    }
    return if (parts.isEmpty()) null else "in the queue: " + parts.joinToString("; ")
}
