package mydriver.store

import mydriver.model.Baseline
import mydriver.model.Kind
import mydriver.model.ParamIdentity

/**
 * What a table set knows of one param or metric.
 *
 * @property namespace [PARAM] or [METRIC]
 * @property kind the kind its column has now; an integer widens to a real, a metric's number to text
 * @property type the declared type as people write it, null for metrics and untyped params
 * @property position its place among those of its namespace, in the order in which they were first seen
 * @property baseline what a row that lacks it reads as
 * @property identity whether it was part of the identity when it was first seen, which is what counts for good
 * @property firstKind the kind it had when it was first seen
 */
public data class NameRow(
    val namespace: String,
    val name: String,
    val kind: Kind?,
    val type: String?,
    val position: Long,
    val baseline: Baseline = Baseline.None,
    val identity: Boolean = true,
    val firstKind: Kind? = kind,
) {
    internal val paramIdentity: ParamIdentity
        get() = ParamIdentity(firstKind, baseline, identity)

    public companion object {
        /** The namespace of params. */
        public const val PARAM: String = "param"

        /** The namespace of metrics. */
        public const val METRIC: String = "metric"
    }
}
