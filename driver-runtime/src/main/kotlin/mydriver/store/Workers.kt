package mydriver.store

import java.sql.ResultSet
import java.time.Instant
import kotlin.time.Duration
import kotlin.time.Duration.Companion.milliseconds
import mydriver.model.Memory
import mydriver.model.Resources
import mydriver.store.query.time

/**
 * What the table set knows of a worker.
 *
 * @property heartbeat when it was last heard of
 * @property unheard how long ago that is, by the database's clock
 * @property ended when it signed off, or null
 * @property claims how many trials it has
 */
public data class WorkerRecord(
    public val row: WorkerRow,
    public val started: Instant,
    public val heartbeat: Instant,
    public val unheard: Duration,
    public val ended: Instant?,
    public val claims: Long,
)

/** The workers of a table set, from the first to the last that started. */
public class Workers internal constructor(private val store: Store) {
    /** Returns all that ever registered. */
    public fun all(): List<WorkerRecord> = read("")

    /** Returns those that have not signed off, and those that signed off and still have trials. */
    public fun open(): List<WorkerRecord> = read("WHERE w.ended IS NULL OR c.claims > 0")

    private fun read(condition: String): List<WorkerRecord> =
        store.connections.read { connection ->
            val sql =
                "SELECT w.*, ${store.clock.now} - w.heartbeat AS unheard, coalesce(c.claims, 0) AS claims " +
                    "FROM ${store.table("worker")} w LEFT JOIN (SELECT claimed_by, count(*) AS claims " +
                    "FROM ${store.table("trial")} WHERE claimed_by IS NOT NULL GROUP BY claimed_by) c " +
                    "ON c.claimed_by = w.id $condition ORDER BY w.started, w.id"
            connection.createStatement().use { statement ->
                statement.executeQuery(sql).use { rows -> buildList { while (rows.next()) add(rows.record()) } }
            }
        }

    private fun ResultSet.record(): WorkerRecord {
        val pidStart = getLong("pid_start").takeUnless { wasNull() }
        val row =
            WorkerRow(
                getString("id"),
                HostProcess(getString("host"), getLong("pid"), pidStart),
                getString("boot_id"),
                getString("submission"),
                getString("devices"),
                getLong("lease").takeUnless { wasNull() }?.milliseconds,
                offer(),
                schedulerSlot(this),
                time("deadline"),
            )
        return WorkerRecord(
            row,
            started = Instant.ofEpochMilli(getLong("started")),
            heartbeat = Instant.ofEpochMilli(getLong("heartbeat")),
            unheard = getLong("unheard").milliseconds,
            ended = time("ended"),
            claims = getLong("claims"),
        )
    }

    private fun ResultSet.offer(): Resources? {
        val cpus = getInt("cpus").takeUnless { wasNull() } ?: return null
        return Resources(cpus, getLong("memory").takeUnless { wasNull() }?.let(::Memory), getInt("gpus"))
    }
}

/** Returns which job of which scheduler the worker of [row] is, or null. */
internal fun schedulerSlot(row: ResultSet): SchedulerSlot? {
    val scheduler = row.getString("scheduler") ?: return null
    val index = row.getLong("array_index").takeUnless { row.wasNull() }
    val restart = row.getLong("restart").takeUnless { row.wasNull() }
    return SchedulerSlot(scheduler, row.getString("native_id"), index, restart)
}
