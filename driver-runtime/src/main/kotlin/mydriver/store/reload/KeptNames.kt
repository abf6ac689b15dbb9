package mydriver.store.reload

import java.sql.Connection
import mydriver.model.Baseline
import mydriver.model.Kind
import mydriver.store.NameRow
import mydriver.store.Names
import mydriver.store.insert.widened
import mydriver.store.json.SPECIAL_REALS

/** Brings params and metrics that files know into the names of a table set. */
internal class KeptNames(private val names: Names, private val connection: Connection) {
    private val rows = LinkedHashMap<Pair<String, String>, NameRow>()
    private var before: Map<Pair<String, String>, NameRow>

    /** Whether what decides about identity is the same here as in the files, so that their fingerprints hold. */
    var identical: Boolean = true
        private set

    init {
        for (row in names.read(connection).all) rows[row.namespace to row.name] = row
        before = rows.toMap()
    }

    /** Adds what a file says of a name; what is known stays, but for its kind, which may widen. */
    fun add(kept: NameRow) {
        val key = kept.namespace to kept.name
        val known = rows[key]
        if (known == null) {
            rows[key] = kept.copy(position = next(kept.namespace))
            return
        }
        if (kept.namespace == NameRow.PARAM && kept.copy(position = 0, kind = null, type = null) != identityOf(known))
            identical = false
        rows[key] = known.copy(kind = joined(kept.namespace, known.kind, kept.kind))
    }

    /** Adds the names of [trial] that nobody has told about. */
    fun observe(trial: KeptTrial) {
        for ((name, value) in trial.params) observe(NameRow.PARAM, name, value)
        for ((name, value) in trial.metrics) observe(NameRow.METRIC, name, value)
    }

    /** Writes down what is new. */
    fun store() {
        names.add(connection, rows.filterKeys { it !in before }.values.toList())
        names.update(connection, rows.filter { (key, row) -> key in before && before[key] != row }.values.toList())
        before = rows.toMap()
    }

    /** Metrics may have become known, or of another kind, after the files told of them. */
    private fun observe(namespace: String, name: String, value: Any?) {
        val known = rows[namespace to name]
        val kind =
            if (value is String && value in SPECIAL_REALS && known?.kind != Kind.TEXT) Kind.REAL else Kind.of(value)
        if (known == null)
            rows[namespace to name] = NameRow(namespace, name, kind, null, next(namespace), Baseline.None)
        else if (namespace == NameRow.METRIC && kind != known.kind)
            rows[namespace to name] = known.copy(kind = joined(namespace, known.kind, kind))
    }

    private fun identityOf(row: NameRow) = row.copy(position = 0, kind = null, type = null)

    private fun joined(namespace: String, one: Kind?, other: Kind?): Kind? =
        widened(one, other) ?: if (one != null && namespace == NameRow.METRIC) Kind.TEXT else one

    private fun next(namespace: String) =
        (rows.values.filter { it.namespace == namespace }.maxOfOrNull { it.position } ?: -1) + 1
}
