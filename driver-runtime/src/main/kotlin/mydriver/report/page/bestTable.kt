package mydriver.report.page

import mydriver.report.humanText
import mydriver.report.study.Ranked
import mydriver.report.study.Study
import mydriver.store.query.Column

/** The best points as a table that a click on a heading sorts. */
internal fun Html.bestTrials(study: Study) {
    val table = study.points
    val goal = table.metric(study.goal!!.metric)!!
    val params = table.varying
    val metrics = table.metrics.filter { it != goal }
    val replicated = study.best.any { it.trials.size > 1 }
    words("p", "Ranked ${study.goal.told}. A click on a heading sorts by it.", "class" to "note")
    element("div", "class" to "wide") {
        element("table", "class" to "sortable", "id" to "best-table") {
            element("thead") { element("tr") { headings(goal, params, metrics, replicated) } }
            element("tbody") {
                study.best.forEachIndexed { i, row ->
                    element("tr", "class" to "near".takeIf { replicated && row.apart == false }) {
                        number(i + 1)
                        words("td", trials(row), "data-value" to row.trials.first(), "class" to "number")
                        words(
                            "td",
                            value(row),
                            "data-value" to row.value,
                            "class" to "number goal",
                            "title" to row.value,
                        )
                        if (replicated) number(row.trials.size)
                        for (param in params) cell(row.params[table.params.indexOf(param)])
                        for (metric in metrics) cell(row.metrics[table.metrics.indexOf(metric)])
                    }
                }
            }
        }
    }
    notes(study, replicated)
}

private fun Html.headings(goal: Column, params: List<Column>, metrics: List<Column>, replicated: Boolean) {
    heading("#")
    heading("trial")
    heading(plain(goal.label), "goal")
    if (replicated) heading("n")
    for (param in params) heading(plain(param.label), "param")
    for (metric in metrics) heading(plain(metric.label))
}

private fun Html.heading(name: String, kind: String? = null) {
    // Wide enough for names of a usual length; longer ones are broken.
    val width = "min-width:${minOf(name.length, LONG_NAME) + 2}ch"
    element("th", "scope" to "col", "class" to kind, "style" to width) { words("button", name, "type" to "button") }
}

private fun Html.number(value: Int) = words("td", value.toString(), "data-value" to value, "class" to "number")

/** A cell as people read it, with all its digits under the pointer. */
internal fun Html.cell(value: Any?) {
    val exact = value?.let { if (it is Double) it.toString() else humanText(it) }
    val number = if (value is Number) "number" else null
    words("td", plain(value), "data-value" to exact, "class" to number, "title" to exact.takeIf { value is Double })
}

private fun trials(row: Ranked): String =
    row.trials.take(SHOWN).joinToString() + if (row.trials.size > SHOWN) ", …" else ""

private fun value(row: Ranked): String {
    val interval = row.interval ?: return plain(row.value)
    return "${plain(row.value)} ± ${plain((interval.high - interval.low) / 2)}"
}

private fun Html.notes(study: Study, replicated: Boolean) {
    val table = study.points
    val first = table.points.firstOrNull() ?: return
    val fixed = table.params.filter { it !in table.varying }
    if (fixed.isNotEmpty()) {
        val told = fixed.joinToString { "${plain(it.label)} = ${plain(table.value(first, it))}" }
        words("p", "The same in all of them: $told.", "class" to "note")
    }
    val noise =
        if (replicated)
            "± is half of the 95 % interval of the mean (Student's t). Marked rows are no worse than the first beyond " +
                "noise (Welch's t test, 5 %)."
        else "Every point ran once, so nothing is known of how much of a difference is noise; replicates would tell."
    words("p", noise, "class" to "note")
}

private const val SHOWN = 5
private const val LONG_NAME = 16
