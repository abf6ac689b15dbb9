package mydriver.store.run

import java.sql.ResultSet
import java.time.Instant
import mydriver.store.Claim
import mydriver.store.ClaimedRow
import mydriver.store.json.KnownNames

/** One row that a claim returned, before its params are read with the names. */
internal class ReturnedRow(rows: ResultSet) {
    private val id = rows.getLong("id")
    private val attempt = rows.getLong("attempts")
    private val replicate = rows.getLong("replicate")
    private val seed = rows.getLong("seed")
    private val params = rows.getString("params")
    private val metrics = rows.getString("metrics")
    private val bundle = rows.getString("bundle")
    private val fingerprint = rows.getString("fingerprint")
    private val priority = rows.getDouble("priority")
    private val failures = rows.getLong("failures")
    private val created = Instant.ofEpochMilli(rows.getLong("created"))

    /** How many names there were when it was claimed. */
    val names: Long = rows.getLong("names")

    fun claim(worker: String, known: KnownNames): Claim {
        val row = ClaimedRow(fingerprint, priority, failures, created, known.metrics(metrics))
        return Claim(id, attempt, replicate, seed, worker, known.params(params), bundle, row)
    }

    companion object {
        /** What a claim returns; [nameTable] is quoted. */
        fun columns(nameTable: String): String =
            "id, attempts, replicate, seed, params, metrics, bundle, fingerprint, priority, failures, created, " +
                "(SELECT count(*) FROM $nameTable) AS names"
    }
}
