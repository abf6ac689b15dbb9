package mydriver.store.insert

import mydriver.store.NameRow
import mydriver.store.ParamConflict
import mydriver.store.json.KnownNames

/** What an insert adds to the names of a table set and changes in them. */
internal class NamePlan(private val known: KnownNames) {
    private val byName = known.params.associateBy { it.name }
    private val merged = LinkedHashMap(byName)
    private val faults = ArrayList<String>()
    private var position = (known.params.maxOfOrNull { it.position } ?: -1) + 1

    /** Names that were unknown. */
    val added: MutableList<NameRow> = ArrayList()

    /** Names whose kind or type is another now. */
    val changed: MutableList<NameRow> = ArrayList()

    /** The names as they are after the insert. */
    val names: KnownNames
        get() = KnownNames(merged.values + known.metrics)

    /** Adds what a grid declares of one param. */
    fun add(row: NameRow) {
        val old = byName[row.name]
        if (old == null) {
            val fresh = row.copy(position = position++)
            added += fresh
            merged[row.name] = fresh
            return
        }
        val kind = widened(old.kind, row.kind)
        if (kind == null && old.kind != null) {
            faults +=
                "param \"${row.name}\" is ${row.kind?.label} in the script and ${old.kind.label} in the table set; $ONE_KIND"
            return
        }
        val now = old.copy(kind = kind, type = row.type ?: old.type, firstKind = old.firstKind ?: row.firstKind)
        if (now != old) {
            changed += now
            merged[row.name] = now
        }
    }

    /** Refuses the whole insert if any name cannot be merged. */
    fun check() {
        if (faults.isNotEmpty()) throw ParamConflict(faults)
    }
}
