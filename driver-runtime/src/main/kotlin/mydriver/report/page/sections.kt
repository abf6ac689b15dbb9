package mydriver.report.page

import mydriver.report.study.FailureGroup
import mydriver.report.study.Importance
import mydriver.report.study.Study
import mydriver.report.study.levels
import mydriver.store.query.Column

/** The figures, each with its files. */
internal fun Html.figures(figures: List<PlacedFigure>) {
    for (placed in figures) element("figure", "id" to "figure-${placed.figure.name}") {
        element("div", "class" to "drawing") { raw(inlined(placed)) }
        element("figcaption") {
            for (file in placed.files) {
                words("a", file.substringAfterLast('.').uppercase(), "href" to file)
                text(" ")
            }
        }
    }
}

/** Which params mattered, and what came out with each of their values. */
internal fun Html.importance(study: Study) {
    val importance = study.importance!!
    importance.doubt?.let { words("p", "Not to be relied on: $it.", "class" to "warning") }
    if (importance.shares.isNotEmpty()) bars(importance)
    for ((param, _) in importance.shares) levels(study, param)
    if (importance.shares.isEmpty()) return
    val explained = if (importance.explained.isNaN()) "" else explained(importance.explained)
    val method =
        "How much of the variance of the rank in ${plain(importance.metric)} each param explains by itself, over ${count(
            importance.trials.toLong(), "trial",
        )}: functional ANOVA (Hutter, Hoos and Leyton-Brown, ICML 2014) of a random forest.$explained"
    words("p", method, "class" to "note")
}

private fun explained(share: Double) =
    " On trials it was not grown from, the forest explains ${percent(maxOf(0.0, share))} of the variance."

private fun Html.bars(importance: Importance) {
    val rows =
        importance.shares.map { (param, share) -> Triple("param", plain(param.label), share) } +
            importance.pairs.take(PAIRS).map { (one, other, share) ->
                Triple("pair", "${plain(one.label)} × ${plain(other.label)}", share)
            }
    element("table", "class" to "bars") {
        for ((kind, name, share) in rows) element("tr", "class" to kind) {
            words("th", name, "scope" to "row")
            element("td", "class" to "bar") { element("span", "style" to "width:${bar(share)}%") }
            words("td", percent(share), "class" to "number", "title" to share)
        }
    }
}

private fun bar(share: Double): Double = Math.round(share.coerceIn(0.0, 1.0) * 1000) / 10.0

private fun Html.levels(study: Study, param: Column) {
    val levels = levels(study.points, param, study.goal!!)
    if (levels.isEmpty()) return
    element("details", "class" to "levels") {
        words("summary", "${plain(param.label)}: ${levels.size} values")
        element("table") {
            element("tr") { for (name in listOf(plain(param.label), "trials", "median", "best")) words("th", name) }
            for (level in levels) element("tr") {
                for (value in listOf(level.value, level.trials, level.median, level.best)) cell(value)
            }
        }
    }
}

/** What trials failed of. */
internal fun Html.failures(study: Study) {
    val outcomes = study.record.outcomes.entries.sortedByDescending { it.value }
    if (outcomes.isNotEmpty())
        words("p", "Attempts: ${outcomes.joinToString { "${grouped(it.value)} ${it.key}" }}.", "class" to "note")
    if (study.failures.isEmpty()) {
        words("p", "No attempt failed.")
        return
    }
    val most = study.failures.first().attempts
    element("table", "class" to "bars", "id" to "failure-table") {
        element("tr") { for (name in listOf("attempts", "", "cause", "error", "trials", "hosts")) words("th", name) }
        for (group in study.failures.take(FAILURES)) element("tr") { failure(group, most) }
    }
    val left = study.failures.drop(FAILURES)
    if (left.isNotEmpty())
        words("p", "${count(left.size.toLong(), "other kind")}, ${count(left.sumOf { it.attempts }, "attempt")}.")
}

private fun Html.failure(group: FailureGroup, most: Long) {
    words("td", grouped(group.attempts), "class" to "number")
    element("td", "class" to "bar short") {
        element("span", "style" to "width:${bar(group.attempts.toDouble() / most)}%")
    }
    words("td", listOfNotNull(group.outcome, group.cause.takeIf { it != group.outcome }).joinToString(" "))
    words("td", plain(group.message), "class" to "message")
    words("td", group.trials.joinToString() + if (group.attempts > group.trials.size) ", …" else "")
    words("td", group.hosts.joinToString { (host, times) -> "${plain(host)} ($times)" })
}

private const val PAIRS = 3
private const val FAILURES = 30
