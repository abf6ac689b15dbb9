package mydriver.report.page

import mydriver.report.study.Study

/** Where scripts draw how trials learnt. */
internal fun Html.curves(study: Study) {
    val trials = study.curves.distinctBy { it.trial }
    val told =
        "${count(trials.count { it.leader }.toLong(), "trial")} of the best, and in grey a fair sample of " +
            "${grouped(trials.count { !it.leader }.toLong())} others. The pointer tells which is which."
    words("p", told, "class" to "note")
    element("p", "class" to "controls") {
        element("label") {
            text("metric ")
            element("select", "id" to "curves-metric")
        }
        element("label") {
            single("input", "type" to "checkbox", "id" to "curves-log")
            text(" by ratio")
        }
    }
    element("div", "class" to "chart", "id" to "curves-chart")
    scriptless()
}

/** Whether there is anything to be seen in parallel coordinates. */
internal fun isParallel(study: Study): Boolean = study.points.points.size > 1 && study.points.varying.isNotEmpty()

/** Where scripts draw params and metrics side by side. */
internal fun Html.parallel(study: Study) {
    val shown = parallelPoints(study)
    val told = StringBuilder("A line is a trial")
    if (study.points.total > shown.size) told.append(", of ${grouped(study.points.total)} a fair sample and the best")
    told.append(". Drag along an axis to keep only what is inside, drag on another to narrow it; a click undoes it.")
    words("p", told.toString(), "class" to "note")
    element("p", "class" to "controls") {
        words("button", "Show all", "type" to "button", "id" to "parallel-clear")
        element("span", "id" to "parallel-count")
    }
    element("div", "class" to "chart", "id" to "parallel-chart")
    element("div", "class" to "wide", "id" to "parallel-table")
    scriptless()
}

/** Where scripts draw when attempts ran. */
internal fun Html.timeline(study: Study) {
    val spans = study.timeline.spans.isNotEmpty()
    val told =
        "How many attempts ran at a time" +
            if (spans) ", and below each of them, a row per worker or slot." else "; there are too many to show each."
    words("p", told, "class" to "note")
    element("div", "class" to "chart", "id" to "timeline-chart")
    scriptless()
}

private fun Html.scriptless() = element("noscript") { words("p", "Drawn by a script of this page.", "class" to "note") }
