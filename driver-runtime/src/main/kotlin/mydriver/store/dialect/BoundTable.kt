package mydriver.store.dialect

import java.sql.Connection

/** One column of many rows; [cells] makes an array of the type that the driver sends as it is. */
internal class BoundColumn<T>(
    val name: String,
    val type: String,
    private val cells: (Int) -> Array<out Any?>,
    private val value: (T) -> Any?,
) {
    @Suppress("UNCHECKED_CAST") // The functions below make both of one type.
    fun of(rows: List<T>): Array<Any?> {
        val cells = cells(rows.size) as Array<Any?>
        for (i in rows.indices) cells[i] = value(rows[i])
        return cells
    }
}

internal fun <T> integer(name: String, value: (T) -> Long?): BoundColumn<T> =
    BoundColumn(name, "int8", { arrayOfNulls<Long>(it) }, value)

internal fun <T> real(name: String, value: (T) -> Double?): BoundColumn<T> =
    BoundColumn(name, "float8", { arrayOfNulls<Double>(it) }, value)

internal fun <T> text(name: String, value: (T) -> String?): BoundColumn<T> =
    BoundColumn(name, "text", { arrayOfNulls<String>(it) }, value)

/**
 * Rows as a table of a PostgreSQL statement: a column is bound as one array, or as one value when all rows have the
 * same there, for an array costs both sides more than what is in it.
 *
 * @property shared a bit for each column that is one value: with the names of the columns, all that [definition]
 *   depends on
 */
internal class BoundTable
private constructor(
    private val name: String,
    private val columns: List<BoundColumn<*>>,
    private val cells: List<Array<Any?>>,
    private val rank: String?,
) {
    val shared: Long = cells.indices.fold(0L) { bits, i -> if (isShared(i)) bits or (1L shl i) else bits }

    private val one = columns.indices.filter { shared shr it and 1L == 1L }
    private val many = columns.indices.filter { shared shr it and 1L == 0L }

    /** Makes them a table of a `WITH`. */
    val definition: String
        get() {
            val values = one.map { "CAST(? AS ${columns[it].type}) AS ${columns[it].name}" }
            if (many.isEmpty()) return "$name AS MATERIALIZED (SELECT ${values.joinToString()})"
            val arrays = many.joinToString { "CAST(? AS ${columns[it].type}[])" }
            val names = (many.map { columns[it].name } + listOfNotNull(rank)).joinToString()
            val ordinal = if (rank == null) "" else "WITH ORDINALITY "
            val selected = (values + "u.*").joinToString()
            return "$name AS MATERIALIZED (SELECT $selected FROM unnest($arrays) ${ordinal}AS u ($names))"
        }

    /** Returns what [definition] binds. */
    fun values(connection: Connection): Array<Any?> =
        Array(columns.size) {
            if (it < one.size) cells[one[it]][0]
            else many[it - one.size].let { i -> connection.createArrayOf(columns[i].type, cells[i]) }
        }

    /** Rows that are counted must be rows of something. */
    private fun isShared(column: Int): Boolean {
        if (rank != null && column == 0) return false
        val first = cells[column][0]
        return cells[column].all { it == first }
    }

    companion object {
        /**
         * Returns [rows], at least one, as a table [name].
         *
         * @param rank the name of a further column that numbers the rows, in their order
         */
        fun <T> of(name: String, columns: List<BoundColumn<T>>, rows: List<T>, rank: String? = null): BoundTable =
            BoundTable(name, columns, columns.map { it.of(rows) }, rank)
    }
}
