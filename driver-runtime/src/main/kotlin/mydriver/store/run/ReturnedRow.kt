package mydriver.store.run

import java.sql.ResultSet
import java.time.Instant
import kotlin.time.Duration.Companion.milliseconds
import mydriver.model.Memory
import mydriver.model.Resources
import mydriver.store.Claim
import mydriver.store.ClaimedRow
import mydriver.store.json.KnownNames

/** One row that a claim returned, before its params are read with the names. */
internal class ReturnedRow(rows: ResultSet) {
    /** The trial. */
    val id = rows.getLong("id")

    /** The number of the attempt. */
    val attempt = rows.getLong("attempts")
    private val replicate = rows.getLong("replicate")
    private val seed = rows.getLong("seed")
    private val params = rows.getString("params")
    private val metrics = rows.getString("metrics")
    private val bundle = rows.getString("bundle")
    private val fingerprint = rows.getString("fingerprint")
    private val priority = rows.getDouble("priority")
    private val failures = rows.getLong("failures")
    private val losses = rows.getLong("losses")
    private val stalls = rows.getLong("stalls")
    private val needs = storedNeeds(rows)
    private val created = Instant.ofEpochMilli(rows.getLong("created"))

    /** How many names there were when it was claimed. */
    val names: Long = rows.getLong("names")

    fun claim(worker: String, known: KnownNames): Claim {
        val row = ClaimedRow(fingerprint, priority, failures, created, known.metrics(metrics), needs, losses, stalls)
        return Claim(id, attempt, replicate, seed, worker, known.params(params), bundle, row)
    }

    companion object {
        /** What a claim returns; [nameTable] is quoted. */
        fun columns(nameTable: String): String =
            "id, attempts, replicate, seed, params, metrics, bundle, fingerprint, priority, failures, created, " +
                "losses, stalls, cpus, memory, gpus, walltime, " +
                "(SELECT count(*) FROM $nameTable) AS names"
    }
}

/** Returns what the trial of a row needs of a machine. */
internal fun storedNeeds(row: ResultSet): Resources =
    Resources(
        cpus = row.getInt("cpus"),
        memory = row.getLong("memory").takeUnless { row.wasNull() }?.let(::Memory),
        gpus = row.getInt("gpus"),
        walltime = row.getLong("walltime").takeUnless { row.wasNull() }?.milliseconds,
    )
