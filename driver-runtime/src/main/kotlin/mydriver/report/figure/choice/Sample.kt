package mydriver.report.figure.choice

import mydriver.model.Status
import mydriver.store.query.Column
import mydriver.store.query.ListRequest
import mydriver.store.query.Queries

/**
 * Trials that are done, column by column, in the order of their ids: all of them, or if there are very many, a fair
 * sample.
 *
 * @property ids the ids of the trials
 * @property total how many there are, in the sample or not
 */
internal class Sample
private constructor(
    val columns: List<Column>,
    val ids: LongArray,
    val total: Long,
    private val cells: List<List<Any?>>,
) {
    /** How many trials are in the sample. */
    val size: Int
        get() = ids.size

    /** Returns the values of [column], a trial each. */
    fun values(column: Column): List<Any?> = cells[columns.indexOfFirst { it.qualified == column.qualified }]

    companion object {
        /** Enough for every figure, and at most some 100 bytes for each value of it in memory. */
        const val MOST = 100_000

        /** Reads [columns] of what [request] selects; which trials a sample has depends on their ids alone. */
        fun read(queries: Queries, request: ListRequest, columns: List<Column>, most: Int = MOST): Sample {
            val done = request.copy(statuses = setOf(Status.DONE), sort = null, limit = null)
            val total = if (request.statuses.isEmpty() || Status.DONE in request.statuses) queries.count(done) else 0
            val share = if (total <= most) 1.0 else most / total.toDouble()
            val cells = columns.map { ArrayList<Any?>() }
            val ids = ArrayList<Long>()
            val texts = HashMap<String, String>()
            if (total > 0)
                queries.list(done.copy(columns = listOf("trial.id") + columns.map { it.qualified })).use { rows ->
                    for (row in rows) {
                        val id = row[0] as Long
                        if (lot(id) >= share) continue
                        ids += id
                        for (i in columns.indices) cells[i] += shared(row[i + 1], texts)
                    }
                }
            return Sample(columns, ids.toLongArray(), total, cells)
        }

        /** The same few texts stand in very many trials. */
        private fun shared(value: Any?, texts: HashMap<String, String>): Any? =
            if (value is String && texts.size < MANY) texts.getOrPut(value) { value } else value

        private const val MANY = 10_000
    }
}

/** Returns a number from 0 to 1, without 1, that looks drawn by lot but is always the same for this [id]. */
internal fun lot(id: Long): Double {
    // The finaliser of SplitMix64: Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014.
    var bits = id * -0x61c8864680b583ebL
    bits = (bits xor (bits ushr 30)) * -0x40a7b892e31b1a47L
    bits = (bits xor (bits ushr 27)) * -0x6b2fb644ecceee15L
    bits = bits xor (bits ushr 31)
    return (bits ushr 11) * (1.0 / (1L shl 53))
}
