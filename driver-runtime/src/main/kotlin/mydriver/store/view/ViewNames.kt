package mydriver.store.view

import java.security.MessageDigest
import java.util.HexFormat
import mydriver.store.query.Column
import mydriver.store.query.Namespace

/**
 * The names that columns have in a view.
 *
 * A column keeps its own name, exactly. It is qualified, as `params.lr`, where that name differs from another's in
 * nothing but case, because SQLite takes those for one; a name that a view has already given stays given. Names of more
 * than [LONGEST] bytes, which PostgreSQL would cut, are shortened and end in a hash of the whole.
 */
internal class ViewNames(private val given: Map<String, String>) {
    /** Returns [columns] by their names: those that are [given] first, in that order, then the others in their own. */
    fun of(columns: List<Column>): Map<String, Column> {
        val byQualified = columns.associateBy { it.qualified }
        val named = LinkedHashMap<String, Column>()
        val taken = HashSet<String>()
        for ((qualified, name) in given) {
            named[name] = byQualified[qualified] ?: continue
            taken += folded(name)
        }
        val others = columns.filter { it.qualified !in given }
        val times = others.groupingBy { folded(it.name) }.eachCount()
        for (column in others) {
            val alone = column.namespace == Namespace.SYSTEM || times[folded(column.name)] == 1
            val wanted =
                listOfNotNull(column.name.takeIf { alone }, column.qualified, column.qualified + MARK + hash(column))
            val name = wanted.map(::shortened).first { folded(it) !in taken }
            taken += folded(name)
            named[name] = column
        }
        return named
    }

    private fun folded(name: String) = name.lowercase()

    private fun hash(column: Column) = hash(column.qualified)

    private fun hash(text: String) =
        HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text.toByteArray())).take(HASH)

    private fun shortened(name: String): String {
        if (name.toByteArray().size <= LONGEST) return name
        val room = LONGEST - HASH - MARK.length
        var end = 0
        var bytes = 0
        while (true) {
            val point = name.codePointAt(end)
            bytes += String(Character.toChars(point)).toByteArray().size
            if (bytes > room) return name.substring(0, end) + MARK + hash(name)
            end += Character.charCount(point)
        }
    }

    internal companion object {
        /** The longest name that PostgreSQL keeps whole, in bytes. */
        const val LONGEST: Int = 63
        private const val HASH = 8
        private const val MARK = "~"
    }
}
