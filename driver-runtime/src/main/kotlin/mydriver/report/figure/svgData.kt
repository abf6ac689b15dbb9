package mydriver.report.figure

import java.time.Instant
import mydriver.report.appendJson

/**
 * Returns [svg], a drawing of [figure], with the figure's marks in it as JSON, to the last digit: in the element
 * `metadata`, where no viewer shows it. Very many marks would make the file large and are left out.
 */
public fun withData(svg: String, figure: Figure): String {
    if (figure.marks.size > MOST) return svg
    val data = StringBuilder().apply { appendJson(figureData(figure)) }.toString()
    val escaped = data.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    val behind = svg.indexOf('>', svg.indexOf("<svg")) + 1
    return svg.substring(0, behind) + "<metadata>" + escaped + "</metadata>" + svg.substring(behind)
}

/** Returns [figure] as maps, lists and scalars, for JSON: what it is called, its axes, and a list per mark. */
public fun figureData(figure: Figure): Map<String, Any?> =
    linkedMapOf(
        "name" to figure.name,
        "title" to figure.title,
        "caption" to figure.caption,
        "x" to figure.x.label,
        "y" to figure.y.label,
        "legend" to figure.legend,
        "columns" to listOf("x", "y", "series", "facet", "low", "high", "trial"),
        "marks" to figure.marks.map { listOf(plain(it.x), it.y, it.series, it.facet, it.low, it.high, it.trial) },
    )

private fun plain(value: Any?): Any? = if (value is Instant) value.toString() else value

private const val MOST = 5_000
