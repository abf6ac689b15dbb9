package mydriver.worker.records

import java.nio.file.Files
import java.nio.file.Path
import java.time.Instant
import kotlinx.serialization.json.JsonObject
import mydriver.store.MetricPoint
import mydriver.store.json.JsonText
import mydriver.store.reload.KeptPoint
import mydriver.worker.files.AttemptDirectory
import mydriver.worker.files.HistoryFile
import mydriver.worker.files.parseJson

/**
 * What a job had reported when a checkpoint was made and the table set did not have yet, because the database was away.
 * It is in the checkpoint, so that whoever goes on from there stores it: a job does not report again what led to it.
 *
 * @property attempt the number of the attempt that reported them
 * @property after how many reports of that attempt were stored before [points]; more may have been stored since
 */
internal class CarriedReports(val attempt: Long, val after: Long, val points: List<MetricPoint>) {
    /** Puts them among the files of a checkpoint in [folder]. */
    fun writeTo(folder: Path, now: Instant) {
        val head = JsonText().ofMap(mapOf("attempt" to attempt, "after" to after))
        val lines = HistoryFile.lines(points.map { KeptPoint(attempt, it, now) })
        Files.writeString(folder.resolve(AttemptDirectory.CARRIED), "$head\n$lines")
    }

    companion object {
        /**
         * Takes them out of [folder], that of an attempt which goes on from such a checkpoint; null if there are none.
         *
         * @throws BrokenRecord if somebody has written over them
         */
        fun takeFrom(folder: Path): CarriedReports? {
            val file = folder.resolve(AttemptDirectory.CARRIED)
            if (!Files.exists(file)) return null
            val lines = Files.readAllLines(file).map(::fields)
            val head = lines.first()
            val attempt = head.whole("attempt") ?: throw BrokenRecord("attempt is missing")
            val after = head.whole("after") ?: throw BrokenRecord("after is missing")
            val points = lines.drop(1).map { keptPoint(it, attempt).point }
            Files.delete(file)
            return CarriedReports(attempt, after, points)
        }

        private fun fields(line: String) =
            JsonFields(parseJson(line) as? JsonObject ?: throw BrokenRecord("a line of it is no JSON object"))
    }
}
