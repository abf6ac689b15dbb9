package mydriver.store.insert

import java.security.MessageDigest
import mydriver.model.Fingerprinter
import mydriver.model.InsertCounts
import mydriver.model.Params
import mydriver.store.InsertRequest
import mydriver.store.dialect.TrialSink
import mydriver.store.json.JsonText
import mydriver.store.json.KnownNames

/** Walks the spooled points of a grid once, counts them, and hands the new ones to a sink if there is one. */
internal class GridInsert(
    private val request: InsertRequest<*>,
    names: KnownNames,
    private val existing: ExistingTrials,
    private val sink: TrialSink?,
) {
    private val fingerprinter = Fingerprinter(request.experiment.name, names.identities)
    private val marks = Marks(names)
    private val grid = FingerprintMap()
    private val json = JsonText()
    private var counts = LongArray(FIELDS)
    private var matched = 0L

    /** Handles every point and returns the counts. */
    fun run(spool: Spool): InsertCounts {
        spool.forEach(::point)
        return InsertCounts(
            new = counts[NEW],
            present = counts[PRESENT],
            repeated = counts[REPEATED],
            changed = counts[CHANGED],
            gone = existing.size - matched,
        )
    }

    private fun point(params: Params) {
        val fingerprint = fingerprinter.of(params)
        val key = FingerprintMap.Key.of(fingerprint)
        val next = if (request.forceDuplicates) grid[key] ?: existing.nextReplicate(key) else 0
        val fresh = grid.put(key, next + request.replicates)
        if (fresh) matched += existing.count(key)
        when {
            request.forceDuplicates -> for (i in 0 until request.replicates) add(fingerprint, next + i, params)
            fresh -> for (i in 0L until request.replicates) ensure(key, fingerprint, i, params)
            else -> counts[REPEATED] += request.replicates.toLong()
        }
    }

    private fun ensure(key: FingerprintMap.Key, fingerprint: String, replicate: Long, params: Params) {
        when (existing.marked(key, replicate)) {
            null -> add(fingerprint, replicate, params)
            marks.of(params) -> counts[PRESENT]++
            else -> counts[CHANGED]++
        }
    }

    private fun add(fingerprint: String, replicate: Long, params: Params) {
        counts[NEW]++
        sink?.add(fingerprint, replicate, json.of(params), seedOf(fingerprint, replicate))
    }

    companion object {
        private const val NEW = 0
        private const val PRESENT = 1
        private const val REPEATED = 2
        private const val CHANGED = 3
        private const val FIELDS = 4
        private val digest = ThreadLocal.withInitial { MessageDigest.getInstance("SHA-256") }

        /**
         * Returns the seed of a trial: the first 64 bits of SHA-256 over its fingerprint, a colon and its replicate.
         */
        fun seedOf(fingerprint: String, replicate: Long): Long {
            val hash = digest.get().digest("$fingerprint:$replicate".toByteArray())
            return java.nio.ByteBuffer.wrap(hash).long
        }
    }
}
