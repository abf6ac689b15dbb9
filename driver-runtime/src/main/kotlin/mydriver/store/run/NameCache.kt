package mydriver.store.run

import java.sql.Connection
import mydriver.model.Kind
import mydriver.store.Names
import mydriver.store.json.KnownNames

/**
 * The names as a worker last read them. Each claim returns their [version], so that they are read again only when some
 * were added, one got a wider kind, or somebody cleared the table set.
 */
internal class NameCache(private val names: Names) {
    @Volatile
    var known: KnownNames = KnownNames(emptyList())
        private set

    /** Whether these are the names of [version], as a claim told it. */
    fun isOf(version: Long): Boolean = known.all.sumOf { rank(it.kind) } == version

    /** Reads the names again. */
    fun refresh(connection: Connection) {
        known = names.read(connection)
    }

    companion object {
        private const val UNKNOWN = 1L
        private const val WIDEST = 4L

        /**
         * The version of the names in [nameTable], which is quoted, as an SQL expression: it grows with every name, and
         * whenever a kind becomes known or wider, which is all that ever changes.
         */
        fun version(nameTable: String): String {
            val ranks = Kind.entries.joinToString(" ") { "WHEN '${it.label}' THEN ${rank(it)}" }
            return "(SELECT coalesce(sum(CASE kind $ranks ELSE $UNKNOWN END), 0) FROM $nameTable)"
        }

        private fun rank(kind: Kind?): Long =
            when (kind) {
                null -> UNKNOWN
                Kind.INTEGER,
                Kind.BOOLEAN -> UNKNOWN + 1
                Kind.REAL -> WIDEST - 1
                Kind.TEXT -> WIDEST
            }
    }
}
