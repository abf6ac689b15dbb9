package mydriver.store.query

import mydriver.model.Baseline
import mydriver.model.Kind

/**
 * A column that trials can be listed, filtered and sorted by: a param, a metric or something mydriver itself knows.
 *
 * @property name without its namespace, such as `model.layers`
 * @property kind what its values are; null for times and for params that were always null
 * @property label the shortest name that means this column only: [name], or else [qualified]
 */
public class Column
internal constructor(
    public val namespace: Namespace,
    public val name: String,
    public val kind: Kind?,
    public val label: String,
    internal val type: ValueType,
    internal val baseline: Baseline,
) {
    /** The name with its namespace: `params.lr`, `metrics.loss`, `trial.id`. */
    public val qualified: String
        get() = "${namespace.prefix}.$name"

    /** Returns [label]. */
    override fun toString(): String = label
}
