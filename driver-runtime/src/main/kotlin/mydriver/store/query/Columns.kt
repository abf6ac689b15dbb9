package mydriver.store.query

import mydriver.model.Baseline
import mydriver.model.UsageError
import mydriver.model.nearest
import mydriver.store.NameRow
import mydriver.store.json.KnownNames

/** Every column that a table set has at one moment, and the rules by which a typed name means one of them. */
internal class Columns(names: KnownNames) {
    private val byName: Map<String, List<Column>>
    private val byQualified: Map<String, Column>

    /** System columns, params, metrics, each in their order. */
    val all: List<Column>

    init {
        val times = HashMap<String, Int>()
        for (column in SystemColumn.entries) times.merge(column.label, 1, Int::plus)
        for (row in names.all) times.merge(row.name, 1, Int::plus)
        val qualified = HashSet<String>()
        for (column in SystemColumn.entries) qualified += "${Namespace.SYSTEM.prefix}.${column.label}"
        for (row in names.all) qualified += "${namespace(row).prefix}.${row.name}"
        fun label(namespace: Namespace, name: String) =
            if (times[name] == 1 && name !in qualified) name else "${namespace.prefix}.$name"

        all = buildList {
            for (it in SystemColumn.entries) add(
                Column(Namespace.SYSTEM, it.label, it.kind, label(Namespace.SYSTEM, it.label), it.type, Baseline.None)
            )
            for (it in names.params + names.metrics) {
                val namespace = namespace(it)
                add(Column(namespace, it.name, it.kind, label(namespace, it.name), ValueType.of(it.kind), it.baseline))
            }
        }
        byName = all.groupBy { it.name }
        byQualified = all.associateBy { it.qualified }
    }

    /** The param or metric of these [namespace] and [name], or the system column. */
    fun column(namespace: Namespace, name: String): Column = byQualified.getValue("${namespace.prefix}.$name")

    fun column(column: SystemColumn): Column = column(Namespace.SYSTEM, column.label)

    /**
     * Returns what [name] means.
     *
     * @param whole whether it is nothing but a name, as one is that stood in quotes; otherwise `params.lr` means the
     *   param `lr`, and quotes are taken off unless there is a name with them
     */
    fun find(name: String, whole: Boolean = false): Lookup {
        if (!whole)
            byQualified[name]?.let {
                return Lookup(it, null)
            }
        if (!whole && name !in byName)
            quoted(name)?.let {
                return it
            }
        val found = byName[name].orEmpty()
        return when (found.size) {
            1 -> Lookup(found[0], null)
            0 -> Lookup(null, unknown(name))
            else -> Lookup(null, "\"$name\" is ambiguous: write ${found.joinToString(" or ") { it.qualified }}")
        }
    }

    /** What the name is that stands in double quotes, as where-expressions have it, or null if none does. */
    private fun quoted(name: String): Lookup? {
        val opening = name.indexOf('"')
        if (opening < 0 || quotedEnd(name, opening) != name.length) return null
        val inside = unquoted(name.substring(opening))
        if (opening == 0) return find(inside, whole = true)
        return byQualified[name.substring(0, opening) + inside]?.let { Lookup(it, null) }
    }

    /** Returns the column called [name]; [what] says what it was typed for. */
    fun require(name: String, what: String): Column {
        val found = find(name)
        return found.column ?: throw UsageError("$what: ${found.fault}")
    }

    /**
     * Returns the columns that [patterns] name, each once, in their order. In a pattern `*` stands for any characters;
     * it is matched with plain names, or, behind `params.`, `metrics.` or `trial.`, with those of one namespace.
     */
    fun select(patterns: List<String>, what: String): List<Column> {
        val faults = ArrayList<String>()
        val chosen = LinkedHashSet<Column>()
        for (pattern in patterns) {
            val found = find(pattern)
            val matches = if (found.column != null) listOf(found.column) else matching(pattern)
            if (matches.isEmpty()) faults += "$what: ${found.fault}"
            chosen += matches
        }
        if (faults.isNotEmpty()) throw UsageError(faults.joinToString("\n"))
        return chosen.toList()
    }

    private fun matching(pattern: String): List<Column> {
        if ('*' !in pattern) return emptyList()
        val namespace = Namespace.entries.firstOrNull { pattern.startsWith(it.prefix + ".") }
        val inside = all.filter { namespace != null && it.namespace == namespace && globMatches(pattern, it.qualified) }
        return inside.ifEmpty { all.filter { globMatches(pattern, it.name) } }
    }

    private fun unknown(name: String): String {
        val near = nearest(name, all.flatMap { listOf(it.label, it.qualified) }.distinct())
        val hint =
            if (near.isNotEmpty()) "did you mean ${near.joinToString(" or ")}?"
            else "there are: ${shortList(all.map { it.label })}"
        return "there is no column \"${name.take(LONGEST_SHOWN)}\"; $hint"
    }

    private fun shortList(labels: List<String>) =
        labels.take(MOST_SHOWN).joinToString() + if (labels.size > MOST_SHOWN) ", … (${labels.size} in all)" else ""

    /** A column, or why there is none. */
    internal class Lookup(val column: Column?, val fault: String?)

    private companion object {
        const val MOST_SHOWN = 60
        const val LONGEST_SHOWN = 200

        fun namespace(row: NameRow) = if (row.namespace == NameRow.PARAM) Namespace.PARAM else Namespace.METRIC
    }
}
