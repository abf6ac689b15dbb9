package mydriver.store.query

import java.sql.ResultSet
import mydriver.model.Status
import mydriver.store.Store
import mydriver.store.run.storedNeeds

/** Where single trials stand among the others; what `why` asks. */
public class Standing internal constructor(private val store: Store) {
    private val trial = store.table("trial")

    /** Returns where the trial [id] stands, or null if there is none. */
    public fun of(id: Long): TrialState? = rows("SELECT * FROM $trial WHERE id = $id", ::trialState).singleOrNull()

    /** Returns how many trials are claimed before [state] because their priority is higher, or equal and they older. */
    public fun ahead(state: TrialState): Ahead {
        val sql =
            SqlText(store.dialect.queries)
                .add("SELECT coalesce(sum(CASE WHEN priority > ${state.priority} THEN 1 ELSE 0 END), 0), count(*) ")
                .add("FROM $trial WHERE status = 'QUEUED' AND not_before <= ${store.clock.now} AND ")
                .add("(priority > ${state.priority} OR priority = ${state.priority} AND id < ${state.id})")
        return store.connections.read { connection ->
            connection.rows(sql) { Ahead(higher = it.getLong(1), all = it.getLong(2)) }.single()
        }
    }

    /** Returns the other trials of the same point, first to last, VOID ones included. */
    public fun twins(state: TrialState): List<Twin> {
        val fingerprint = store.dialect.queries.literal(state.fingerprint)
        val sql =
            "SELECT id, status, replicate FROM $trial WHERE fingerprint = $fingerprint AND id <> ${state.id} ORDER BY id"
        return rows(sql) { Twin(it.getLong(1), Status.valueOf(it.getString(2)), it.getLong(3)) }
    }

    /** Returns the running and cancelled trials whose lease has run out. */
    public fun overdue(): List<TrialState> =
        rows(
            "SELECT * FROM $trial WHERE claimed_by IS NOT NULL AND lease_until <= ${store.clock.now} ORDER BY id",
            ::trialState,
        )

    /** Returns what is queued or running, by what it needs, the least first. */
    public fun demand(): List<Demand> =
        rows(
            "SELECT cpus, memory, gpus, max(walltime) AS walltime, " +
                "sum(CASE status WHEN 'QUEUED' THEN 1 ELSE 0 END) AS queued, " +
                "sum(CASE status WHEN 'RUNNING' THEN 1 ELSE 0 END) AS running FROM $trial " +
                "WHERE status IN ('QUEUED', 'RUNNING') GROUP BY cpus, memory, gpus " +
                "ORDER BY gpus, cpus, coalesce(memory, 0)"
        ) {
            Demand(storedNeeds(it), it.getLong("queued"), it.getLong("running"))
        }

    /**
     * Returns what trials took and what is still ahead, by how many cpus they need; of those that are done the last.
     */
    public fun efforts(): List<Effort> {
        val none = "CAST(NULL AS BIGINT)"
        val done =
            "SELECT t.cpus AS cpus, count(DISTINCT t.id) AS done, sum(a.ended - a.started) AS took, $none AS queued, " +
                "$none AS running, $none AS elapsed FROM (SELECT id, cpus FROM $trial " +
                "WHERE status = 'DONE' ORDER BY id DESC LIMIT $SAMPLE) t JOIN ${store.table("attempt")} a ON a.trial = t.id " +
                "WHERE a.started IS NOT NULL AND a.ended IS NOT NULL GROUP BY t.cpus"
        val queued =
            "SELECT cpus, $none, $none, count(*), $none, $none FROM $trial WHERE status = 'QUEUED' GROUP BY cpus"
        // There is an index of what is claimed.
        val running =
            "SELECT cpus, $none, $none, $none, count(*), sum(CASE WHEN started IS NOT NULL THEN ${store.clock.now} - " +
                "started ELSE 0 END) FROM $trial WHERE claimed_by IS NOT NULL AND status = 'RUNNING' GROUP BY cpus"
        val columns = listOf("done", "took", "queued", "running", "elapsed").joinToString { "coalesce(sum($it), 0)" }
        return rows(
            "SELECT cpus, $columns FROM ($done UNION ALL $queued UNION ALL $running) p GROUP BY cpus ORDER BY 1"
        ) {
            Effort(
                it.getInt(1),
                it.getLong(2),
                it.getLong(3) / MILLIS,
                it.getLong(4),
                it.getLong(5),
                it.getLong(6) / MILLIS,
            )
        }
    }

    private fun <T> rows(sql: String, read: (ResultSet) -> T): List<T> =
        store.connections.read { it.rows(SqlText(store.dialect.queries).add(sql), read) }

    private companion object {
        /** Enough for a mean, few enough to be read at once. */
        const val SAMPLE = 1_000
        const val MILLIS = 1000.0
    }
}

/**
 * Queued trials that are claimed first.
 *
 * @property higher those of a higher priority
 * @property all these and the older ones of the same
 */
public data class Ahead(public val higher: Long, public val all: Long)

/** Another trial of the same point. */
public data class Twin(public val id: Long, public val status: Status, public val replicate: Long)
