package mydriver.worker.files

import java.io.IOException
import java.nio.ByteBuffer
import java.nio.channels.FileChannel
import java.nio.file.Files
import java.nio.file.Path
import java.nio.file.StandardOpenOption.APPEND
import java.nio.file.StandardOpenOption.CREATE
import java.time.Clock
import kotlin.time.Duration
import mydriver.model.Status
import mydriver.store.AttemptEnd
import mydriver.store.Claim
import mydriver.store.json.JsonText

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
    private val head = JsonText()
    private val body = JsonText()
    private val lines = StringBuilder()
    private var channel: FileChannel? = null
    private var torn = false

    /** Puts down how the attempt of [claim] ended, after [ran], and that the trial is now [status]; see [flush]. */
    fun add(claim: Claim, end: AttemptEnd, metrics: Map<String, Any>, status: Status, ran: Duration) {
        val needs = claim.row.needs
        val facts =
            mapOf(
                "id" to claim.id,
                "attempt" to claim.attempt,
                "fingerprint" to claim.row.fingerprint,
                "replicate" to claim.replicate,
                "seed" to claim.seed,
                "priority" to claim.row.priority,
                "created" to claim.row.created.toEpochMilli(),
                "bundle" to claim.bundle,
                "status" to status.name,
                "outcome" to end.outcome.name,
                "cause" to end.cause?.name,
                "error" to end.error,
                "ended" to clock.millis(),
                "milliseconds" to ran.inWholeMilliseconds,
                "cpus" to needs.cpus.toLong(),
                "memory" to needs.memory?.bytes,
                "gpus" to needs.gpus.toLong(),
                "walltime" to needs.walltime?.inWholeMilliseconds,
            )
        lines.append(head.ofMap(facts))
        lines.setLength(lines.length - 1)
        lines.append(",\"params\":").append(body.of(claim.params))
        lines.append(",\"metrics\":").append(body.ofMap(metrics)).append("}\n")
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

    private fun open(): FileChannel {
        Files.createDirectories(file.parent)
        return FileChannel.open(file, CREATE, APPEND)
    }
}
