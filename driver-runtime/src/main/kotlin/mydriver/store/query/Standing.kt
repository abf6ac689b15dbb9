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

    private fun <T> rows(sql: String, read: (ResultSet) -> T): List<T> =
        store.connections.read { it.rows(SqlText(store.dialect.queries).add(sql), read) }
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
