package mydriver.store.json

import mydriver.model.Baseline
import mydriver.model.Kind
import mydriver.model.ParamIdentity
import mydriver.model.Params
import mydriver.store.NameRow

/** The names of a table set at one moment, and the way from stored JSON to values that they define. */
internal class KnownNames(val all: List<NameRow>) {
    val params: List<NameRow> = all.filter { it.namespace == NameRow.PARAM }
    val metrics: List<NameRow> = all.filter { it.namespace == NameRow.METRIC }
    private val kinds = all.associate { (it.namespace to it.name) to it.kind }

    /** What a `Fingerprinter` needs to know. */
    val identities: Map<String, ParamIdentity>
        get() = params.associate { it.name to it.paramIdentity }

    /** Returns the params of a row; those it lacks read as their baselines. */
    fun params(json: String): Params {
        val stored = JsonReader(json).readObject()
        val values = LinkedHashMap<String, Any?>(params.size * 2)
        for (row in params) {
            val baseline = row.baseline
            if (row.name in stored) values[row.name] = typed(stored[row.name], row.kind)
            else if (baseline is Baseline.Value) values[row.name] = baseline.value
        }
        return Params.trusted(values)
    }

    /** Returns the metrics of a row in the order of their names' positions: `Double`, `Long` or `String`. */
    fun metrics(json: String): Map<String, Any> {
        val stored = JsonReader(json).readObject()
        val values = LinkedHashMap<String, Any>(stored.size * 2)
        for (row in metrics) typed(stored[row.name], row.kind)?.let { values[row.name] = it }
        for ((name, value) in stored) if (name !in values && value != null) values[name] = value
        return values
    }

    /** Returns the kind of a param or metric, or null if it is unknown. */
    fun kind(namespace: String, name: String): Kind? = kinds[namespace to name]

    companion object {
        /** Returns a [stored] value as one of its [kind]. */
        fun typed(stored: Any?, kind: Kind?): Any? =
            when {
                kind != Kind.REAL -> stored
                stored is String -> SPECIAL_REALS[stored] ?: stored
                // jsonb drops the .0 of large doubles; an integer from before the kind widened stays if it would lose
                // digits.
                stored is Long ->
                    stored.toDouble().takeIf { it.toLong() == stored && stored != Long.MAX_VALUE } ?: stored
                else -> stored
            }
    }
}
