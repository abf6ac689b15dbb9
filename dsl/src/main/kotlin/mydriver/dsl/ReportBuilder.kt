package mydriver.dsl

import mydriver.model.ReportWishes

/**
 * What the command `report` shows when nobody types anything else.
 *
 * ```
 * report { x = "lr"; y("valid_error", "valid_nll"); series = "optimizer"; facet = "hidden" }
 * ```
 *
 * What is left out is chosen from the trials; but with an x, a series or a facet, no others are.
 */
@MydriverDsl
public class ReportBuilder internal constructor() {
    private val metrics = ArrayList<String>()

    /** The param on the x axis of figures. */
    public var x: String? = null

    /** The param that gets a colour per value. */
    public var series: String? = null

    /** The param that gets a panel per value. */
    public var facet: String? = null

    /** The folder that the report goes to, from the script's folder on; `figures` where one works by default. */
    public var folder: String? = null

    /** Shows these [names] of metrics, a figure each, instead of all. */
    public fun y(vararg names: String) {
        metrics += names
    }

    internal fun build() = ReportWishes(x, metrics.toList(), series, facet, folder)
}
