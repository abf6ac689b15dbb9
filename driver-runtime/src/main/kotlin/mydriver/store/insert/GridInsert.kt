package mydriver.store.insert

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

        /**
         * Fraction of the golden ratio, the step of SplitMix64 (Steele, Lea, Flood: Fast splittable generators, 2014).
         */
        private const val GOLDEN = -0x61c8864680b583ebL

        /**
         * Returns the seed of a trial: element [replicate] of the SplitMix64 sequence that starts at the last 64 bits
         * of its [fingerprint], so that the replicates of a point never share one.
         */
        fun seedOf(fingerprint: String, replicate: Long): Long {
            var z = java.lang.Long.parseUnsignedLong(fingerprint, 48, 64, 16) + replicate * GOLDEN
            z = (z xor (z ushr 30)) * -0x40a7b892e31b1a47L
            z = (z xor (z ushr 27)) * -0x6b2fb644ecceee15L
            return z xor (z ushr 31)
        }
    }
}
