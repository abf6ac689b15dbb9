package mydriver.worker.files

import java.io.IOException
import java.nio.ByteBuffer
import java.nio.channels.FileChannel
import java.nio.file.Files
import java.nio.file.Path
import java.nio.file.StandardOpenOption.APPEND
import java.nio.file.StandardOpenOption.CREATE
import java.time.Clock
import mydriver.model.Resources
import mydriver.model.Status
import mydriver.store.AttemptStart
import mydriver.store.FinishedAttempt
import mydriver.store.json.JsonText
import mydriver.store.reload.KeptPoint

/**
 * The file of one worker that holds what it knows of trials that made no folder, so that files alone can restore a
 * table set: `journal/<worker>.jsonl`, one line of JSON per attempt that ended.
 *
 * Values are written as the table set stores them: a number that JSON has no form for is a text such as `"NaN"`, which
 * the kinds in `tableset.json` tell from a text that reads the same. A worker that was killed may leave half a line at
 * the end; whoever reads leaves it out. For one thread at a time.
 *
 * @param clock says when attempts ended
 * @param note tells a person that the file cannot be written; the table set has it all, so the worker goes on
 */
internal class TrialJournal(
    private val file: Path,
    private val clock: Clock,
    private val note: (String) -> Unit,
) : AutoCloseable {
    private val body = JsonText()
    private val lines = StringBuilder()
    private var channel: FileChannel? = null
    private var torn = false
    private var origin: Origin? = null

    /**
     * Puts down how the attempt [ended], in which [metrics] were reported, and that the trial is now [status]; see
     * [flush]. What else [history] says goes with it: steps, earlier values, and which are texts, for one may read as a
     * number.
     */
    fun add(ended: FinishedAttempt, metrics: Map<String, Any>, status: Status, history: List<KeptPoint>) {
        addFacts(ended, status)
        lines.append(",\"params\":").append(body.of(ended.claim.params))
        lines.append(",\"metrics\":").append(body.ofMap(metrics))
        if (history.size > metrics.size || history.any { it.point.step != null || it.point.value is String })
            add(history)
        lines.append("}\n")
    }

    private fun add(history: List<KeptPoint>) {
        lines.append(",\"history\":[")
        history.forEachIndexed { i, point ->
            if (i > 0) lines.append(',')
            lines.append(body.ofMap(HistoryFile.fields(point)))
        }
        lines.append(']')
    }

    /** What most trials have alike is left out; written name by name, for a map costs as much as its text. */
    private fun addFacts(ended: FinishedAttempt, status: Status) {
        val (claim, start, ran, end) = ended
        lines.append("{\"id\":").append(claim.id)
        put("attempt", claim.attempt)
        put("fingerprint", claim.row.fingerprint)
        put("replicate", claim.replicate)
        put("seed", claim.seed)
        put("priority", claim.row.priority)
        put("created", claim.row.created.toEpochMilli())
        put("status", status.name)
        put("outcome", end.outcome.name)
        end.cause?.let { put("cause", it.name) }
        end.error?.let { put("error", it) }
        put("ended", clock.millis() - ended.ago.inWholeMilliseconds)
        ran?.let { put("milliseconds", (it - ended.ago).inWholeMilliseconds) }
        addNeeds(claim.row.needs)
        lines.append(origin(claim.bundle, start))
    }

    private fun addNeeds(needs: Resources) {
        if (needs.cpus != 1) put("cpus", needs.cpus.toLong())
        needs.memory?.let { put("memory", it.bytes) }
        if (needs.gpus != 0) put("gpus", needs.gpus.toLong())
        needs.walltime?.let { put("walltime", it.inWholeMilliseconds) }
    }

    /** Whence it came: the same text for nearly all trials of a worker. */
    private fun origin(bundle: String?, start: AttemptStart): String {
        val known = origin
        if (known != null && known.start === start && known.bundle == bundle) return known.text
        val facts =
            mapOf(
                "host" to start.process.host,
                "pid" to start.process.pid,
                "bundle" to bundle,
                "versions" to start.versions,
                "gitCommit" to start.git?.commit,
                "gitDirty" to start.git?.dirty,
                "gitDiff" to start.git?.diff,
            )
        val text = "," + body.ofMap(facts.filterValues { it != null }).removeSurrounding("{", "}")
        origin = Origin(bundle, start, text)
        return text
    }

    private fun put(name: String, value: Long) {
        lines.append(",\"").append(name).append("\":").append(value)
    }

    private fun put(name: String, value: Any) {
        lines.append(",\"").append(name).append("\":").append(body.ofValue(value))
    }

    /** Appends what was put down to the file, at once. */
    fun flush() {
        if (lines.isEmpty()) return
        try {
            val open = channel ?: open().also { channel = it }
            // A line that a full disk cut short must not run into the next one.
            if (torn) lines.insert(0, '\n')
            val bytes = ByteBuffer.wrap(lines.toString().toByteArray())
            torn = true
            while (bytes.hasRemaining()) open.write(bytes)
            torn = false
        } catch (failure: IOException) {
            note("$file could not be written: $failure")
        }
        lines.setLength(0)
    }

    override fun close() {
        channel?.close()
    }

    private class Origin(val bundle: String?, val start: AttemptStart, val text: String)

    private fun open(): FileChannel {
        Files.createDirectories(file.parent)
        return FileChannel.open(file, CREATE, APPEND)
    }
}
