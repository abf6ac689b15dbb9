package mydriver.store.query

import mydriver.model.Status
import mydriver.model.Trial
import mydriver.model.Trials
import mydriver.model.UsageError

/**
 * The trials of a table set as a query. No connection is held between two trials, whatever the caller does with one:
 * they come in pages, by id where that is their order, otherwise by a list of ids that was sorted first.
 */
internal class StoredTrials(private val queries: Queries, private val request: ListRequest) : Trials {
    override fun where(expression: String): Trials {
        // Checked alone, so that positions in messages are those of what was typed.
        queries.check(ListRequest(where = expression))
        return with(request.copy(where = request.where?.let { "($it) AND ($expression)" } ?: expression))
    }

    override fun withStatus(vararg statuses: Status): Trials {
        val wanted = statuses.toSet()
        if (wanted.isEmpty())
            throw UsageError("withStatus() names no status; there are: ${Status.entries.joinToString()}")
        val both = if (request.statuses.isEmpty()) wanted else request.statuses intersect wanted
        return with(if (both.isEmpty()) request.copy(ids = emptyList()) else request.copy(statuses = both))
    }

    override fun sortedBy(column: String, descending: Boolean): Trials {
        val sorted = request.copy(sort = SortKey(column, descending))
        queries.check(ListRequest(sort = sorted.sort))
        return with(sorted)
    }

    override fun limit(count: Int): Trials = with(request.copy(limit = minOf(count, request.limit ?: count)))

    override fun count(): Long = minOf(queries.count(request), request.limit?.toLong() ?: Long.MAX_VALUE)

    override fun find(id: Long): Trial? {
        val ranges = request.ids ?: listOf(id..id)
        val own = if (ranges.any { id in it }) listOf(id..id) else emptyList()
        return queries.page(request.copy(ids = own, sort = null, limit = 1)).firstOrNull()
    }

    override fun iterator(): Iterator<Trial> {
        val limit = request.limit
        return when {
            limit != null && limit <= PAGE -> queries.page(request).iterator()
            request.sort != null -> bySortedIds(queries.ids(request)).iterator()
            else -> byId().iterator()
        }
    }

    private fun with(other: ListRequest) = StoredTrials(queries, other)

    private fun byId() = sequence {
        var left = request.limit ?: Int.MAX_VALUE
        var first = 0L
        while (left > 0) {
            val ranges =
                request.ids.orEmpty().ifEmpty {
                    if (request.ids == null) listOf(first..Long.MAX_VALUE) else emptyList()
                }
            val rest = ranges.map { from(it, first) }
            val size = minOf(PAGE, left)
            val page = queries.page(request.copy(ids = rest, limit = size))
            yieldAll(page)
            if (page.size < size) return@sequence
            left -= size
            first = page.last().id + 1
        }
    }

    /** Returns what is left of [range] from [first] on. */
    private fun from(range: LongProgression, first: Long): LongProgression {
        if (range.first >= first || range.isEmpty()) return range
        val steps = (first - range.first + range.step - 1) / range.step
        val next = range.first + steps * range.step
        return if (next > range.last) LongRange.EMPTY else next..range.last step range.step
    }

    private fun bySortedIds(ids: LongArray) = sequence {
        for (start in ids.indices step PAGE) {
            val wanted = ids.copyOfRange(start, minOf(start + PAGE, ids.size))
            val found = queries.page(ListRequest(ids = wanted.map { it..it })).associateBy { it.id }
            for (id in wanted) found[id]?.let { yield(it) }
        }
    }

    private companion object {
        const val PAGE = 1_000
    }
}
