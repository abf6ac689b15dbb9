package mydriver.store.dialect

import java.sql.Connection
import kotlin.time.Duration
import mydriver.model.Resources
import mydriver.model.Status
import mydriver.store.Claim
import mydriver.store.Claims
import mydriver.store.Event
import mydriver.store.Events
import mydriver.store.FinishedAttempt
import mydriver.store.Store
import mydriver.store.bind
import mydriver.store.joined
import mydriver.store.run.MetricHistory
import mydriver.store.run.ReturnedRow
import mydriver.store.run.endAttempts
import mydriver.store.storable
import mydriver.store.update

/** One prepared statement per row: a call into the library costs a few microseconds and no round trip. */
internal class SqliteQueue(private val store: Store) : TrialQueue {
    private val trial = store.table("trial")
    private val events = Events(store)
    private val history = MetricHistory(store)
    private val claimSql = ClaimSql(trial, "?")
    private val plainEnd = endSql(metrics = false, needs = false)
    private val claimed = ReturnedRow.columns(store.table("name"))
    private val claimMany = claiming("IN")

    /** A subquery for one value needs no table in between. */
    private val claimOne = claiming("=")

    override fun claim(
        connection: Connection,
        worker: String,
        limit: Int,
        lease: Duration,
        fits: Resources,
    ): List<ReturnedRow> {
        val now = store.now(connection)
        val rows =
            connection.prepareStatement(if (limit == 1) claimOne else claimMany).use { statement ->
                val fit = arrayOf<Any?>(now, fits.cpus, fits.memory?.bytes ?: Long.MAX_VALUE, fits.gpus, limit)
                statement.bind(worker, now, lease.inWholeMilliseconds, *fit)
                statement.executeQuery().use { buildList { while (it.next()) add(ReturnedRow(it)) } }
            }
        val host = store.options.host
        events.add(connection, joined(rows.map { Event("CLAIMED", it.id..it.id, it.attempt, worker, host) }), now)
        return rows
    }

    override fun finish(connection: Connection, ends: List<FinishedAttempt>): List<Status?> {
        val now = store.now(connection)
        val happened = ArrayList<Event>(ends.size)
        val statuses = ends.map { ended ->
            endTrial(connection, ended, now)?.also { status ->
                val (claim, start, _, end) = ended
                history.add(connection, claim, end.metrics)
                val why = listOfNotNull(end.outcome.name, end.cause?.name).joinToString(" ")
                val ids = claim.id..claim.id
                happened += Event(ended.eventKind(status), ids, claim.attempt, claim.worker, start.process.host, why)
            }
        }
        endAttempts(store, connection, ends.filterIndexed { i, _ -> statuses[i] != null }, now)
        events.add(connection, joined(happened), now)
        return statuses
    }

    private fun claiming(among: String): String =
        "UPDATE $trial ${claimSql.change} WHERE id $among (${claimSql.pick("?")}) RETURNING $claimed"

    private fun endSql(metrics: Boolean, needs: Boolean): String =
        "UPDATE $trial SET ${if (metrics) "metrics = json_patch(metrics, ?), " else ""}" +
            (if (needs) "cpus = ?, memory = ?, gpus = ?, walltime = ?, " else "") +
            "status = CASE status WHEN 'CANCELLED' THEN status ELSE ? END, not_before = ?, failures = ?, stalls = ?, " +
            "error = ?, claimed_by = NULL, lease_until = NULL, started = coalesce(started, ?), ended = ?, " +
            "host = ?, git_commit = ?, git_dirty = ? WHERE ${Claims.FENCE} RETURNING status"

    private fun endTrial(connection: Connection, ended: FinishedAttempt, now: Long): Status? {
        val (claim, start, ran, end, next) = ended
        val sql =
            if (end.metrics.isEmpty() && next.needs == null) plainEnd
            else endSql(end.metrics.isNotEmpty(), next.needs != null)
        val bound = buildList {
            if (end.metrics.isNotEmpty()) add(history.lastValues(end.metrics))
            next.needs?.let { addAll(listOf(it.cpus, it.memory?.bytes, it.gpus, it.walltime?.inWholeMilliseconds)) }
            val delay = next.delay.inWholeMilliseconds
            addAll(listOf(next.status.name, if (delay == 0L) 0L else now + delay, next.failures, next.stalls))
            add(storable(end.error)?.lineSequence()?.first()?.take(Claims.SHORT))
            addAll(listOf(ran?.let { now - it.inWholeMilliseconds }, now - ended.ago.inWholeMilliseconds))
            addAll(listOf(start.process.host, start.git?.commit, start.git?.dirty, claim))
        }
        return status(connection, sql, *bound.toTypedArray())
    }

    override fun renew(connection: Connection, worker: String, claims: List<Claim>, lease: Duration) =
        buildMap<Long, Status> {
            val now = store.now(connection)
            connection.update("UPDATE ${store.table("worker")} SET heartbeat = ? WHERE id = ?", now, worker)
            val sql = "UPDATE $trial SET lease_until = ? WHERE ${Claims.FENCE} RETURNING status"
            for (claim in claims) status(connection, sql, now + lease.inWholeMilliseconds, claim)?.let {
                put(claim.id, it)
            }
        }

    override fun handBack(connection: Connection, claims: List<Claim>) {
        val sql = "UPDATE $trial SET ${Claims.released("QUEUED")} WHERE ${Claims.FENCE}"
        val back = claims.filter { connection.update(sql, it) == 1 }
        val host = store.options.host
        events.add(
            connection,
            joined(back.map { Event("HANDED_BACK", it.id..it.id, it.attempt, it.worker, host) }),
        )
    }

    private fun status(connection: Connection, sql: String, vararg values: Any?): Status? =
        connection.prepareStatement(sql).use { statement ->
            statement.bind(*values)
            statement.executeQuery().use { if (it.next()) Status.valueOf(it.getString(1)) else null }
        }
}
