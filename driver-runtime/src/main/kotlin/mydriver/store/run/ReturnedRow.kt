package mydriver.store.run

import java.sql.ResultSet
import java.time.Instant
import kotlin.time.Duration.Companion.milliseconds
import mydriver.model.Memory
import mydriver.model.Resources
import mydriver.store.Claim
import mydriver.store.ClaimedRow
import mydriver.store.json.KnownNames

/** One row that a claim returned, before its params are read with the names; read by position, as it is often read. */
internal class ReturnedRow(rows: ResultSet) {
    private var at = 0

    /** The trial. */
    val id: Long = rows.getLong(++at)

    /** The number of the attempt. */
    val attempt: Long = rows.getLong(++at)
    private val replicate = rows.getLong(++at)
    private val seed = rows.getLong(++at)
    private val params = rows.getString(++at)
    private val metrics = rows.getString(++at)
    private val bundle = rows.getString(++at)
    private val fingerprint = rows.getString(++at)
    private val priority = rows.getDouble(++at)
    private val failures = rows.getLong(++at)
    private val created = Instant.ofEpochMilli(rows.getLong(++at))
    private val losses = rows.getLong(++at)
    private val stalls = rows.getLong(++at)
    private val needs =
        Resources(
            cpus = rows.getInt(++at),
            memory = optional(rows)?.let(::Memory),
            gpus = rows.getInt(++at),
            walltime = optional(rows)?.milliseconds,
        )

    /** The version of the names when it was claimed, see [NameCache]. */
    val names: Long = rows.getLong(++at)

    private fun optional(rows: ResultSet): Long? = rows.getLong(++at).takeUnless { rows.wasNull() }

    fun claim(worker: String, known: KnownNames): Claim {
        val last = if (metrics == "{}") emptyMap() else known.metrics(metrics)
        val row = ClaimedRow(fingerprint, priority, failures, created, last, needs, losses, stalls)
        return Claim(id, attempt, replicate, seed, worker, known.params(params), bundle, row)
    }

    companion object {
        /** What a claim returns, in the order in which it is read; [nameTable] is quoted. */
        fun columns(nameTable: String): String =
            "id, attempts, replicate, seed, params, metrics, bundle, fingerprint, priority, failures, created, " +
                "losses, stalls, cpus, memory, gpus, walltime, ${NameCache.version(nameTable)} AS names"
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
