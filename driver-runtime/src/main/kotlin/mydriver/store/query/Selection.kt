package mydriver.store.query

import mydriver.model.Status
import mydriver.store.dialect.QuerySql
import mydriver.store.query.where.Term
import mydriver.store.query.where.WhereSql

/** Which trials a query is about, checked and ready to be written as SQL. */
internal class Selection(
    private val where: List<Term> = emptyList(),
    private val statuses: Set<Status> = emptySet(),
    private val ids: List<LongProgression>? = null,
) {
    /** Whether every trial is meant. */
    val everything: Boolean
        get() = where.isEmpty() && statuses.isEmpty() && ids == null

    /**
     * Appends the condition to [sql], behind [word], or nothing when every trial is meant.
     *
     * @param sorted whether the query is read in the order of an index, so that one of states would be in the way
     */
    fun write(sql: SqlText, word: String = " WHERE ", sorted: Boolean = false) {
        val conditions = ArrayList<() -> Unit>()
        if (ids != null) conditions += { ids(sql, merged(ids) + ids.filter { it.step > 1 && !it.isEmpty() }) }
        if (statuses.isNotEmpty())
            conditions += { sql.add(statusIn(sql.spelling, plain = !sorted && ids == null && statuses.size == 1)) }
        for (term in where) conditions += { WhereSql(sql).write(term) }
        if (conditions.isEmpty()) return
        sql.add(word)
        sql.joined(conditions, "AND") { it() }
    }

    /** An index of several states is not in the order of ids: a table read in that order can stop at a limit. */
    private fun statusIn(spelling: QuerySql, plain: Boolean): String {
        val column = if (plain) "t.status" else spelling.unindexed("t.status")
        return "$column IN (${statuses.sorted().joinToString { "'${it.name}'" }})"
    }

    private fun ids(sql: SqlText, ranges: List<LongProgression>) {
        if (ranges.isEmpty()) sql.add("1 = 0") else sql.joined(ranges, "OR") { sql.add(condition(it)) }
    }

    private fun condition(range: LongProgression): String {
        val between = "t.id BETWEEN ${range.first} AND ${range.last}"
        return if (range.step == 1L) between else "($between AND (t.id - ${range.first}) % ${range.step} = 0)"
    }

    /** Ranges that touch become one: a list of single ids is mostly a few ranges. */
    private fun merged(ranges: List<LongProgression>): List<LongProgression> {
        val merged = ArrayList<LongProgression>()
        for (range in ranges.filter { it.step == 1L && !it.isEmpty() }.sortedBy { it.first }) {
            val last = merged.lastOrNull()
            if (last != null && (range.first <= last.last || range.first - 1 == last.last))
                merged[merged.size - 1] = last.first..maxOf(last.last, range.last)
            else merged += range
        }
        return merged
    }
}
