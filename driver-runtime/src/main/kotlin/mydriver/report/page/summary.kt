package mydriver.report.page

import mydriver.model.Status
import mydriver.report.study.Study

/** What came out, in sentences: enough for whoever reads no further. */
internal fun Html.conclusion(study: Study) {
    val goal = study.goal
    val best = study.best.firstOrNull()
    val done = study.summary.counts.getValue(Status.DONE)
    text("${grouped(done)} of ${count(study.summary.trials, "trial")} are done. ")
    if (goal == null || best == null) {
        text("None of them reported a number that they could be compared by.")
        return
    }
    val kind = if (goal.descending) "largest" else "smallest"
    text("The $kind ${plain(goal.metric)}, ")
    words("strong", plain(best.value))
    best.interval?.let { text(" (mean of ${best.trials.size}, 95 % interval ${plain(it.low)} to ${plain(it.high)})") }
    text(", came out with ")
    val varying = study.points.varying.ifEmpty { study.points.params }
    varying.forEachIndexed { i, param ->
        if (i > 0) text(", ")
        words("b", "${plain(param.label)} = ${plain(best.params[study.points.params.indexOf(param)])}")
    }
    text(" (${if (best.trials.size == 1) "trial" else "trials"} ${best.trials.joinToString()}). ")
    others(study)
}

/** Others that are as good, so that nobody takes the first of equals for the only one. */
private fun Html.others(study: Study) {
    val best = study.best.first()
    val equal = study.best.drop(1).count { it.value == best.value }
    val noise = study.best.drop(1).count { it.apart == false && it.value != best.value }
    if (equal > 0) text("${count(equal.toLong(), "other point")} came out exactly as good. ")
    if (noise > 0) text("${count(noise.toLong(), "other point")} among the best are within the noise of it. ")
}

/** How many trials there are in which state, and what they took. */
internal fun Html.summary(study: Study) {
    val summary = study.summary
    states(summary.counts.filterValues { it > 0 }, summary.trials)
    element("dl", "class" to "tiles") {
        for ((name, value) in summary.counts) if (value > 0) tile(name.name.lowercase(), grouped(value), name)
        tile("attempts", grouped(summary.attempts))
        if (summary.first != null && summary.last != null) tile("from first to last", told(summary.first, summary.last))
        tile("core-hours", plain(Math.round(summary.coreSeconds / HOUR * 1000) / 1000.0))
        summary.typicalSeconds?.let { tile("a trial, typically", told(it)) }
        tile("hosts", grouped(study.record.origins.hosts.size.toLong()))
    }
    if (summary.first != null && summary.last != null)
        words("p", "The first began ${plain(summary.first)}, the last ended ${plain(summary.last)}.", "class" to "note")
    words("p", "Read ${plain(study.summary.read)}.", "class" to "note")
}

private fun Html.tile(name: String, value: String, status: Status? = null) =
    element("div", "class" to status?.let { "state-${it.name}" }) {
        words("dt", name)
        words("dd", value)
    }

private fun Html.states(counts: Map<Status, Long>, total: Long) {
    if (total == 0L) return
    val told = counts.entries.joinToString { "${it.value} ${it.key}" }
    element("div", "class" to "states", "role" to "img", "aria-label" to told) {
        for ((status, number) in counts) element(
            "span",
            "class" to "state-${status.name}",
            "style" to "flex-grow:$number",
            "title" to "${grouped(number)} ${status.name}",
        )
    }
}

private const val HOUR = 3600
