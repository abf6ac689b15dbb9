package mydriver.command

import mydriver.model.UsageError
import mydriver.model.nearest
import mydriver.report.Listing
import mydriver.report.curve.Curve
import mydriver.report.displayWidth
import mydriver.report.humanText
import mydriver.report.shortened
import mydriver.store.TableSet
import mydriver.store.query.HistoryPoint

/** The history of one [metric] of the trial [id]: a curve for a terminal, otherwise all values. */
internal class HistoryPage(private val tableSet: TableSet, private val id: Long, private val metric: String) {
    private val parts = tableSet.histories.parts(id, metric)

    init {
        if (parts.isEmpty()) throw UsageError(unknown())
    }

    /** Hands [print] a listing of all values. */
    fun list(print: (Listing) -> Unit) {
        tableSet.histories.points(id, metric).use { points ->
            val rows = points.asSequence().map { listOf(it.attempt, it.step, it.value, it.time) }
            print(Listing(listOf("attempt", "step", metric).let(::distinct) + "time", rows.iterator()))
        }
    }

    /** Returns the lines of a drawing that is [width] columns wide. */
    fun drawn(width: Int): List<String> {
        val steps = parts.all { it.firstStep != null }
        val last = if (steps) parts.maxOf { it.lastStep!! } else parts.sumOf { it.points }
        val first = if (steps) parts.minOf { it.firstStep!! } else 1
        val curve = Curve((width - LABEL - 1).coerceAtLeast(LEAST), HEIGHT, first.toDouble(), last.toDouble())
        val seen = Seen()
        tableSet.histories.points(id, metric).use { points ->
            for (point in points) {
                seen.add(point)
                if (steps && replaced(point)) continue
                (point.value as? Double)?.let { curve.add((if (steps) point.step!! else seen.count).toDouble(), it) }
            }
        }
        val across = if (steps) "step $first to $last" else "value $first to $last, no steps were given"
        return listOf(shortened(title(seen, curve), width)) +
            if (curve.top.isNaN()) emptyList() else labelled(curve) + (" ".repeat(LABEL + 1) + across)
    }

    /** What an attempt reported from a step on that a later one came back to is not drawn: the later one counts. */
    private fun replaced(point: HistoryPoint): Boolean {
        val step = point.step ?: return false
        return parts.any { it.attempt > point.attempt && (it.firstStep ?: Long.MAX_VALUE) <= step }
    }

    private fun labelled(curve: Curve): List<String> {
        val lines = curve.lines()
        return lines.mapIndexed { i, line ->
            val label = if (i == 0) humanText(curve.top) else if (i == lines.lastIndex) humanText(curve.bottom) else ""
            " ".repeat((LABEL - displayWidth(label)).coerceAtLeast(0)) + label + " " + line
        }
    }

    private fun title(seen: Seen, curve: Curve): String {
        val attempts = if (parts.size > 1) ", ${parts.size} attempts" else ""
        val notes =
            listOfNotNull(
                "${curve.missing} not finite".takeIf { curve.missing > 0 },
                "${seen.texts} texts".takeIf { seen.texts > 0 },
                "logarithmic".takeIf { curve.logarithmic },
            )
        return "${humanText(metric)} of trial $id: ${seen.count} values$attempts, last ${humanText(seen.last)}" +
            if (notes.isEmpty()) "" else notes.joinToString(prefix = " (", postfix = ")")
    }

    private fun unknown(): String {
        val there = tableSet.histories.names(id)
        if (there.isEmpty()) return "trial $id has reported no metric yet"
        val near = nearest(metric, there)
        val hint =
            if (near.isEmpty()) "there are: ${there.joinToString()}" else "did you mean ${near.joinToString(" or ")}?"
        return "trial $id has no history of \"${shownName(metric)}\"; $hint"
    }

    private fun distinct(names: List<String>) =
        if (names.last() in names.dropLast(1) || names.last() == "time") names.dropLast(1) + "metrics.$metric"
        else names

    private class Seen {
        var count = 0L
        var texts = 0L
        var last: Any? = null

        fun add(point: HistoryPoint) {
            count++
            if (point.value is String) texts++
            last = point.value
        }
    }

    private companion object {
        const val LABEL = 11
        const val HEIGHT = 12
        const val LEAST = 10
    }
}
