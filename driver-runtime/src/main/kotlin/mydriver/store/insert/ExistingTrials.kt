package mydriver.store.insert

import java.sql.Connection
import mydriver.store.Store
import mydriver.store.json.KnownNames

/** What an insert must know of the trials that are there: which fingerprints and replicates, outside VOID. */
internal class ExistingTrials {
    private val rows = FingerprintMap()
    private val points = FingerprintMap()

    /** How many trials there are. */
    var size: Long = 0
        private set

    /** Adds a trial; [marked] stands for its params outside identity. */
    fun add(point: FingerprintMap.Key, replicate: Long, marked: Long) {
        rows.put(point.of(replicate), marked)
        val known = points[point] ?: 0
        val next = maxOf(nextOf(known), replicate + 1)
        points.put(point, (next shl REPLICATE_SHIFT) + countOf(known) + 1)
        size++
    }

    /** Returns what stands for the other params of a trial, or null if it is not there. */
    fun marked(point: FingerprintMap.Key, replicate: Long): Long? = rows[point.of(replicate)]

    /** Returns how many trials a point has. */
    fun count(point: FingerprintMap.Key): Long = points[point]?.let(::countOf) ?: 0

    /** Returns the replicate after the highest that a point has. */
    fun nextReplicate(point: FingerprintMap.Key): Long = points[point]?.let(::nextOf) ?: 0

    private fun countOf(packed: Long) = packed and ((1L shl REPLICATE_SHIFT) - 1)

    private fun nextOf(packed: Long) = packed ushr REPLICATE_SHIFT

    companion object {
        private const val REPLICATE_SHIFT = 32
        private const val FETCH = 10_000

        /** Reads them; params only if some of them are no part of identity. */
        fun read(store: Store, connection: Connection, names: KnownNames): ExistingTrials {
            val marks = Marks(names)
            val params = if (marks.any) ", params" else ""
            val existing = ExistingTrials()
            val sql =
                "SELECT substr(fingerprint, 1, 32), replicate$params FROM ${store.table("trial")} WHERE status <> 'VOID'"
            connection.createStatement().use { statement ->
                statement.fetchSize = FETCH
                statement.executeQuery(sql).use {
                    while (it.next()) {
                        val mark = if (marks.any) marks.of(names.params(it.getString(3))) else 0
                        existing.add(FingerprintMap.Key.of(it.getString(1)), it.getLong(2), mark)
                    }
                }
            }
            return existing
        }
    }
}
