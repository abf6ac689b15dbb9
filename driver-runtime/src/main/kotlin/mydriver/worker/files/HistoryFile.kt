package mydriver.worker.files

import java.nio.file.Files
import java.nio.file.Path
import java.nio.file.StandardOpenOption.APPEND
import java.nio.file.StandardOpenOption.CREATE
import mydriver.store.json.JsonText
import mydriver.store.reload.KeptPoint

/**
 * `history.jsonl` in the folder of an attempt: every value that its job reported, in order, one line of JSON each, so
 * that files alone can restore learning curves. A worker that was killed may leave half a line at the end.
 */
internal class HistoryFile(private val file: Path) {
    /** Appends [points] at once. */
    fun add(points: List<KeptPoint>) {
        Files.writeString(file, lines(points), CREATE, APPEND)
    }

    companion object {
        const val NAME = "history.jsonl"

        /** Returns a line for each of [points]. */
        fun lines(points: List<KeptPoint>): String {
            val json = JsonText()
            return buildString { for (point in points) append(json.ofMap(fields(point))).append('\n') }
        }

        /** Returns what is written of [kept]; a text is no `value`, so that it is told from a number such as NaN. */
        fun fields(kept: KeptPoint): Map<String, Any> = buildMap {
            val (name, value, step) = kept.point
            put("name", name)
            step?.let { put("step", it) }
            put(if (value is String) "text" else "value", value)
            put("time", kept.time.toEpochMilli())
        }
    }
}
