package mydriver.store.dialect

import java.sql.Connection
import java.util.concurrent.ConcurrentHashMap
import mydriver.model.Status
import mydriver.store.FinishedAttempt
import mydriver.store.Store
import mydriver.store.bind

/**
 * Ends attempts in one statement: `e` are the ends as they are bound, `t` those of them whose claim holds, with their
 * trials changed, and all else hangs on `t`.
 */
internal class PostgresFinish(private val store: Store, private val events: PostgresEvents) {
    private val trial = store.table("trial")
    private val attempt = store.table("attempt")
    private val metric = store.table("metric")

    /** The same text object each time is found in the driver's cache without comparing thousands of characters. */
    private val texts = ConcurrentHashMap<Shape, String>()

    /** Ends attempts of one [sharing]; [now] defines the time. */
    fun run(connection: Connection, ends: List<FinishedAttempt>, now: String): List<Status?> {
        val columns = FinishColumns(ends)
        val points = PointColumns(ends).table
        val unheard = ends.all { it.unheard }
        val shape =
            Shape(now, columns.size == 1, unheard, columns.needs, columns.metrics, columns.table.shared, points?.shared)
        val sql = texts.getOrPut(shape) { statement(now, columns, points, unheard) }
        val (claim, start) = ends.first()
        val shared =
            arrayOf<Any?>(
                claim.worker,
                start.process.host,
                start.scheduler?.scheduler,
                start.scheduler?.nativeId,
                start.scheduler?.arrayIndex,
                start.bundle,
                start.versions,
                start.git?.commit,
                start.git?.dirty,
                start.git?.diff,
            )
        val origin = arrayOf<Any?>(start.process.host, start.git?.commit, start.git?.dirty)
        val statuses = arrayOfNulls<Status>(ends.size)
        connection.prepareStatement(sql).use { statement ->
            val rows = columns.table.values(connection)
            val history = points?.values(connection) ?: emptyArray()
            statement.bind(*rows, *origin, claim.worker, *shared, *history, claim.worker, start.process.host)
            statement.executeQuery().use { while (it.next()) statuses[it.getInt(1)] = Status.valueOf(it.getString(2)) }
        }
        return statuses.asList()
    }

    private fun statement(now: String, columns: FinishColumns, points: BoundTable?, unheard: Boolean): String {
        val metrics = if (points != null) "metrics = t.metrics || CAST(e.metrics AS JSONB), " else ""
        val needs =
            if (columns.needs)
                "cpus = coalesce(e.cpus, t.cpus), memory = CASE WHEN e.cpus IS NULL THEN t.memory ELSE e.memory END, " +
                    "gpus = coalesce(e.gpus, t.gpus), " +
                    "walltime = CASE WHEN e.cpus IS NULL THEN t.walltime ELSE e.walltime END, "
            else ""
        val changed =
            "t AS (UPDATE $trial AS t SET ${metrics}${needs}status = CASE t.status WHEN 'CANCELLED' THEN t.status " +
                "ELSE e.status END, not_before = CASE WHEN e.delay = 0 THEN 0 ELSE $NOW + e.delay END, " +
                "failures = e.failures, stalls = e.stalls, error = e.error, claimed_by = NULL, lease_until = NULL, " +
                "started = coalesce(t.started, $NOW - e.ran), ended = $NOW - e.ago, " +
                "host = CAST(? AS TEXT), git_commit = CAST(? AS TEXT), git_dirty = CAST(? AS BOOLEAN) " +
                "FROM e WHERE t.id = e.trial AND t.attempts = e.number AND t.claimed_by IS NOT DISTINCT FROM ? " +
                "RETURNING e.*, t.status AS became)"
        val parts = listOfNotNull("n", columns.table.definition, changed, attempts(unheard), points?.let(::history))
        val told = parts.drop(1).joinToString(", ")
        val happened =
            "SELECT trial, number, CASE WHEN became <> 'QUEUED' THEN became WHEN outcome = 'STOPPED' THEN outcome " +
                "ELSE 'REQUEUED' END, concat_ws(' ', outcome, cause) FROM t"
        return "WITH $now, $told, v AS (${events.insert(happened, columns.size == 1)}) SELECT at, became FROM t"
    }

    /** To be ready for a row that is there costs PostgreSQL more than the row. */
    private fun attempts(unheard: Boolean) =
        "a AS (INSERT INTO $attempt (trial, number, pid, pid_start, devices, directory, deadline, started, ended, outcome, " +
            "cause, exit_code, error, worker, host, scheduler, native_id, array_index, bundle, versions, git_commit, " +
            "git_dirty, git_diff) SELECT trial, number, pid, pid_start, devices, directory, deadline, $NOW - ran, $NOW - ago, " +
            "outcome, cause, exit_code, trace, CAST(? AS TEXT), CAST(? AS TEXT), CAST(? AS TEXT), CAST(? AS TEXT), " +
            "CAST(? AS BIGINT), CAST(? AS TEXT), CAST(? AS TEXT), CAST(? AS TEXT), CAST(? AS BOOLEAN), CAST(? AS TEXT) FROM t " +
            (if (unheard) ")" else "$OR_CHANGE directory = coalesce(excluded.directory, $attempt.directory))")

    private fun history(points: BoundTable) =
        "${points.definition}, m AS (INSERT INTO $metric (trial, attempt, name, step, value, text, kind, time) " +
            "SELECT t.trial, t.number, p.name, p.step, p.value, p.text, p.kind, $NOW FROM p JOIN t ON t.at = p.of_end " +
            "ORDER BY p.rank)"

    /** All that the text of a statement depends on. */
    private data class Shape(
        val now: String,
        val alone: Boolean,
        val unheard: Boolean,
        val needs: Boolean,
        val metrics: Boolean,
        val shared: Long,
        val sharedByPoints: Long?,
    )

    private companion object {
        const val NOW = "(SELECT now FROM n)"
        const val OR_CHANGE =
            "ON CONFLICT (trial, number) DO UPDATE SET ended = excluded.ended, outcome = excluded.outcome, " +
                "cause = excluded.cause, exit_code = excluded.exit_code, error = excluded.error,"
    }
}
