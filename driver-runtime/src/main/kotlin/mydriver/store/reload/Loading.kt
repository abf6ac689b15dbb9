package mydriver.store.reload

import java.sql.Connection
import java.util.EnumMap
import mydriver.model.Status
import mydriver.store.Store
import mydriver.store.update

/**
 * Puts kept trials into a table set, one by one, inside one transaction.
 *
 * @param newAfter the id after which new ones are given, or null for trials to keep their own
 */
internal class Loading(store: Store, private val connection: Connection, private val newAfter: Long?) {
    private val rows = KeptRows(store, connection)
    private val trial = store.table("trial")
    private val made = HashMap<Long, Long>()
    private val present = HashSet<Long>()
    private val newIds = HashMap<Long, Long>()
    private val voided = ArrayList<Long>()
    private val statuses = HashMap<Long, Status>()

    /** The largest id that was given. */
    var lastId: Long = newAfter ?: 0
        private set

    /** The ids of what was loaded, which ascend. */
    val ids: LongArray
        get() = made.keys.toLongArray().apply { sort() }

    /** Adds [kept], unless it is there; of one that was added before, what is newer. */
    fun add(kept: KeptTrial) {
        if (kept.id in present) return
        val id = if (newAfter == null) kept.id else newIds[kept.id] ?: (lastId + 1)
        val before = made[id]
        if (before == null && isPresent(id, kept)) {
            present += kept.id
            return
        }
        if (newAfter != null && before == null) {
            newIds[kept.id] = id
            lastId = id
        }
        if (before == null || kept.made > before) {
            if (before != null) connection.update("DELETE FROM $trial WHERE id = ?", id)
            val stored = placed(id, kept)
            rows.trial(id, stored, stored.parent?.let { if (newAfter == null) it else newIds[it] })
            made[id] = kept.made
            statuses[id] = stored.status
        }
        for (attempt in kept.attempts) rows.attempt(id, attempt)
        // What one record says of an attempt is not said again by another.
        val told = if (before == null) emptySet() else rows.attemptsWithHistory(id)
        rows.history(id, kept.history.filter { it.attempt !in told })
    }

    fun result(): ReloadResult {
        val counts = EnumMap<Status, Long>(Status::class.java)
        for (status in statuses.values) counts.merge(status, 1L, Long::plus)
        return ReloadResult(counts, present.size.toLong(), voided.distinct().sorted(), newAfter != null)
    }

    /** Other ids tell nothing about what is there, so there the point does. */
    private fun isPresent(id: Long, kept: KeptTrial): Boolean =
        if (newAfter == null) rows.exists(id)
        else
            kept.status != Status.VOID &&
                kept.replicate != null &&
                rows.others(id, kept, kept.replicate).any { it.id !in made }

    /** Returns [kept] with its replicate, and VOID if a newer trial stands in its place. */
    private fun placed(id: Long, kept: KeptTrial): KeptTrial {
        val fingerprint = checkNotNull(kept.fingerprint) { "trial ${kept.id} has got its fingerprint" }
        val replicate = kept.replicate ?: rows.nextReplicate(fingerprint)
        val seed = kept.seed ?: KeptFingerprints.seedOf(fingerprint, replicate)
        val whole = kept.copy(replicate = replicate, seed = seed)
        if (kept.status == Status.VOID) return whole
        val other = rows.others(id, whole, replicate).firstOrNull() ?: return whole
        // One that never ran gives way to one that has; otherwise the newer stands.
        if (other.attempts > 0 && other.id > id) {
            voided += id
            return whole.copy(status = Status.VOID)
        }
        connection.update("UPDATE $trial SET status = 'VOID' WHERE id = ?", other.id)
        voided += other.id
        if (other.id in statuses) statuses[other.id] = Status.VOID
        return whole
    }
}
