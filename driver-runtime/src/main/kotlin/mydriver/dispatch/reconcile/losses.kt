package mydriver.dispatch.reconcile

import java.time.Instant
import mydriver.dispatch.Evidence
import mydriver.dispatch.EvidenceEnd
import mydriver.model.Cause
import mydriver.store.Loss
import mydriver.store.NextStep
import mydriver.store.SchedulerSlot

/**
 * Returns what [told] tells of the worker in [slot], or null if it is about others only.
 *
 * A scheduler that starts a worker again writes one record for each start. Where records do not say which, that one is
 * meant which ended first after the worker had [started].
 */
internal fun evidenceOf(slot: SchedulerSlot, started: Instant?, told: List<Evidence>): Evidence? {
    val own = told.filter { it.id == slot.nativeId && (it.index == null || it.index == slot.arrayIndex) }
    val start = slot.restart ?: 0L
    own.firstOrNull { it.run?.toLong() == start }
        ?.let {
            return it
        }
    val unnumbered = own.filter { it.run == null }
    val later = unnumbered.filter { started != null && it.ended?.isBefore(started) == false }
    // Clocks differ: without one that is later, the order counts in which they were written.
    return later.minByOrNull { it.ended ?: Instant.MAX } ?: unnumbered.getOrNull(start.toInt())
}

/**
 * Returns what the end of a worker means for a trial that it held.
 *
 * @param alone whether it is the only one that the worker had begun, so that what the worker was ended for is its doing
 * @param retry what becomes of a trial that fails of this cause
 */
internal fun lossOf(slot: SchedulerSlot, told: Evidence?, alone: Boolean, retry: (Cause) -> NextStep): Loss {
    val words = words(slot, told)
    return when (told?.end) {
        // With others beside it nobody knows whose memory it was.
        EvidenceEnd.OUT_OF_MEMORY ->
            if (alone) Loss(words, Cause.OUT_OF_MEMORY, counts = false, next = retry(Cause.OUT_OF_MEMORY))
            else Loss("$words; it ran beside other trials, and any of them may have needed too much")
        EvidenceEnd.TIMEOUT -> Loss(words, Cause.TIMEOUT)
        EvidenceEnd.PREEMPTED,
        EvidenceEnd.REQUEUED -> Loss(words, Cause.PREEMPTED, counts = false)
        EvidenceEnd.CANCELLED -> Loss(words, Cause.CANCELLED, counts = false)
        EvidenceEnd.NODE_FAIL,
        EvidenceEnd.COMPLETED,
        EvidenceEnd.FAILED,
        null -> Loss(words)
    }
}

/** Returns what [told] says of the worker in [slot], for people. */
internal fun words(slot: SchedulerSlot, told: Evidence?): String {
    val who = named(slot) + slot.nativeId + slot.arrayIndex?.let { " index $it" }.orEmpty()
    if (told == null) return "its worker is gone: the scheduler has no $who any more"
    val end =
        when (told.end) {
            EvidenceEnd.OUT_OF_MEMORY -> "was ended because it needed more memory than it was given"
            EvidenceEnd.TIMEOUT -> "was ended because its time was over"
            EvidenceEnd.NODE_FAIL -> "was lost with its node"
            EvidenceEnd.PREEMPTED -> "had to make room for others"
            EvidenceEnd.REQUEUED -> "was put back into the queue"
            EvidenceEnd.CANCELLED -> "was cancelled"
            EvidenceEnd.COMPLETED -> "ended without signing off"
            EvidenceEnd.FAILED -> "ended " + (told.signal?.let { "by signal $it" } ?: "with exit code ${told.exitCode}")
        }
    val at = told.ended?.let { " on $it" }.orEmpty()
    val detail = told.detail.trim().replace("\n", "; ").ifEmpty { null }?.let { " ($it)" }.orEmpty()
    return "$who $end$at$detail"
}

/** Whether [told] is what [words] say of a worker in [slot] of which there is evidence. */
internal fun isExplained(slot: SchedulerSlot, told: String): Boolean = told.startsWith(named(slot))

private fun named(slot: SchedulerSlot) = "${slot.scheduler} job "
