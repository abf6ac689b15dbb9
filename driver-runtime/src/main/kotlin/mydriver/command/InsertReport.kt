package mydriver.command

import mydriver.command.points.POINTS
import mydriver.command.points.PointWriter
import mydriver.model.InsertCounts
import mydriver.report.JsonFormat
import mydriver.report.JsonLinesFormat
import mydriver.report.appendJson
import mydriver.store.CollectedPoints

/**
 * Tells what an insert did, or would do.
 *
 * @param wholeGrid whether the points were the grid as the script has it: only then are other trials no longer in it
 */
internal class InsertReport(private val console: Console, private val wholeGrid: Boolean) {
    /** Returns the line for people. */
    fun text(counts: InsertCounts): String =
        if (wholeGrid) "$counts"
        else
            "new ${counts.new}, already present ${counts.present}, repeated ${counts.repeated}, " +
                "changed ${counts.changed}, total ${counts.total}"

    /** Returns the same for programs. */
    fun numbers(counts: InsertCounts): Map<String, Any?> =
        mapOf(
            "new" to counts.new,
            "already_present" to counts.present,
            "repeated_in_grid" to counts.repeated,
            "changed" to counts.changed,
            "no_longer_in_grid" to counts.gone.takeIf { wholeGrid },
            "total" to counts.total,
        )

    /**
     * Prints the points themselves, one by one: in JSON an object with the numbers and all of them, or one per line.
     */
    fun printPoints(format: String, counts: InsertCounts, points: CollectedPoints<*>, typed: Boolean) {
        val out = console.out
        val writer = PointWriter(typed, out)
        if (format == JsonLinesFormat.name) return points.forEach { writer.write(it).also { out.append('\n') } }
        out.append('{')
        for ((name, value) in numbers(counts)) {
            out.append('"').append(name).append("\":")
            out.appendJson(value)
            out.append(',')
        }
        out.append("\"$POINTS\":[")
        var first = true
        points.forEach {
            out.append(if (first) "\n" else ",\n")
            writer.write(it)
            first = false
        }
        out.append(if (first) "]}\n" else "\n]}\n")
    }

    companion object {
        /** The formats in which a plan shows its points. */
        val POINT_FORMATS: Set<String> = setOf(JsonFormat.name, JsonLinesFormat.name)
    }
}
