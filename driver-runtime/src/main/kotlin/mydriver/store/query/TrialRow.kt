package mydriver.store.query

import java.sql.ResultSet
import java.time.Instant
import mydriver.model.Status
import mydriver.model.Trial
import mydriver.store.json.KnownNames

/** A whole trial as a query returns it. */
internal object TrialRow {
    const val COLUMNS: String =
        "t.id, t.fingerprint, t.replicate, t.status, t.priority, t.attempts, t.seed, t.params, t.metrics, t.error, " +
            "t.created, t.started, t.ended"

    fun read(row: ResultSet, names: KnownNames): Trial =
        Trial(
            id = row.getLong("id"),
            fingerprint = row.getString("fingerprint"),
            replicate = row.getInt("replicate"),
            status = Status.valueOf(row.getString("status")),
            priority = row.getDouble("priority"),
            attempts = row.getInt("attempts"),
            seed = row.getLong("seed"),
            params = names.params(row.getString("params")),
            metrics = names.metrics(row.getString("metrics")),
            error = row.getString("error"),
            created = Instant.ofEpochMilli(row.getLong("created")),
            started = row.time("started"),
            ended = row.time("ended"),
        )
}

/** Returns the time in [column], or null. */
internal fun ResultSet.time(column: String): Instant? =
    getLong(column).takeUnless { wasNull() }?.let(Instant::ofEpochMilli)
