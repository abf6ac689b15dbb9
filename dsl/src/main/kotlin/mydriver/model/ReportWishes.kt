package mydriver.model

/**
 * What an experiment's report is to show. Names are as typed for a listing: `lr`, or `params.lr` where that is
 * ambiguous.
 *
 * What is not wished for is chosen from the trials; but whoever names an x, a series or a facet gets no series and no
 * facets that were not named.
 *
 * @property x what is on the x axis of the figures; null for a choice
 * @property y the metrics, a figure each; empty for all of them
 * @property series what gets a colour per value; null for a choice
 * @property facet what gets a panel per value; null for a choice
 * @property folder where the report goes, from the script's folder on; null for `figures` in the folder one works in
 */
public data class ReportWishes(
    val x: String? = null,
    val y: List<String> = emptyList(),
    val series: String? = null,
    val facet: String? = null,
    val folder: String? = null,
) {
    /** Whether somebody says how figures are arranged, so that nothing of that is to be chosen. */
    val arranged: Boolean
        get() = x != null || series != null || facet != null

    init {
        val roles = listOfNotNull(x?.let { "x" to it }, series?.let { "series" to it }, facet?.let { "facet" to it })
        val faults =
            roles.filter { it.second.isBlank() }.map { "report: ${it.first} is blank; name a param, or leave it out" }
        val twice = y.groupingBy { it }.eachCount().filterValues { it > 1 }.keys
        val all = faults + twice.map { "report: y names $it twice; name it once" }
        if (all.isNotEmpty()) throw ConfigurationError(all.joinToString("\n"))
    }
}
