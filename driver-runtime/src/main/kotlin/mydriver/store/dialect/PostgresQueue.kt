package mydriver.store.dialect

import java.sql.Connection
import java.sql.PreparedStatement
import java.sql.ResultSet
import java.util.concurrent.ConcurrentHashMap
import kotlin.time.Duration
import mydriver.model.Resources
import mydriver.model.Status
import mydriver.store.Claim
import mydriver.store.Claims
import mydriver.store.FinishedAttempt
import mydriver.store.Store
import mydriver.store.bind
import mydriver.store.run.ReturnedRow

/**
 * One statement for everything, and so one round trip and one commit: what is written beside the trials hangs on the
 * rows that the first part of the statement returned.
 */
internal class PostgresQueue(private val store: Store) : TrialQueue {
    private val trial = store.table("trial")
    private val claimed = ReturnedRow.columns(store.table("name"))
    private val events = PostgresEvents(store.table("event"))
    private val finish = PostgresFinish(store, events)
    private val claims = ConcurrentHashMap<Pair<String, Int>, String>()

    override fun claim(
        connection: Connection,
        worker: String,
        limit: Int,
        lease: Duration,
        fits: Resources,
    ): List<ReturnedRow> {
        val sql = now().let { now -> claims.getOrPut(now to limit) { claimStatement(now, limit) } }
        return connection.prepareStatement(sql).use { statement ->
            val fit = arrayOf<Any?>(fits.cpus, fits.memory?.bytes ?: Long.MAX_VALUE, fits.gpus)
            statement.bind(*fit, worker, lease.inWholeMilliseconds, worker, store.options.host)
            rows(statement, ::ReturnedRow)
        }
    }

    /**
     * The limit is no parameter, because a plan made for any limit does not dare to use the indexes. Rows that are
     * locked are found again by their places, where they stay until then.
     */
    private fun claimStatement(now: String, limit: Int): String {
        val claimSql = ClaimSql(trial, "(SELECT now FROM n)")
        return "WITH $now, c AS MATERIALIZED (${claimSql.pick("$limit", "ctid")} FOR UPDATE SKIP LOCKED), " +
            "u AS (UPDATE $trial ${claimSql.change} WHERE ctid = ANY (ARRAY(SELECT picked FROM c)) RETURNING $claimed), " +
            "v AS (${events.insert("SELECT id, attempts, 'CLAIMED', NULL FROM u", alone = limit == 1)}) SELECT * FROM u"
    }

    override fun finish(connection: Connection, ends: List<FinishedAttempt>): List<Status?> =
        finish.run(connection, ends, now())

    override fun renew(
        connection: Connection,
        worker: String,
        claims: List<Claim>,
        lease: Duration,
    ): Map<Long, Status> {
        val sql =
            "WITH ${now()}, w AS (UPDATE ${store.table("worker")} SET heartbeat = (SELECT now FROM n) WHERE id = ?) " +
                "UPDATE $trial SET lease_until = (SELECT now FROM n) + ? $FROM_FENCES RETURNING id, status"
        return connection.prepareStatement(sql).use { statement ->
            statement.bind(worker, lease.inWholeMilliseconds, *fences(connection, claims))
            rows(statement) { it.getLong(1) to Status.valueOf(it.getString(2)) }.toMap()
        }
    }

    override fun handBack(connection: Connection, claims: List<Claim>) {
        val happened = "SELECT id, attempts, 'HANDED_BACK', NULL FROM u"
        val sql =
            "WITH ${now()}, u AS (UPDATE $trial SET ${Claims.released("QUEUED")} $FROM_FENCES RETURNING id, attempts) " +
                events.insert(happened, alone = false)
        connection.prepareStatement(sql).use { statement ->
            val worker = claims.first().worker
            statement.bind(*fences(connection, claims), worker, store.options.host)
            statement.executeUpdate()
        }
    }

    private fun now() = "n AS MATERIALIZED (SELECT ${store.clock.now} AS now)"

    private fun fences(connection: Connection, claims: List<Claim>): Array<Any?> =
        arrayOf(
            connection.createArrayOf("int8", Array(claims.size) { claims[it].id }),
            connection.createArrayOf("int8", Array(claims.size) { claims[it].attempt }),
            connection.createArrayOf("text", Array(claims.size) { claims[it].worker }),
        )

    private fun <T> rows(statement: PreparedStatement, read: (ResultSet) -> T): List<T> =
        statement.executeQuery().use { buildList { while (it.next()) add(read(it)) } }

    private companion object {
        const val FROM_FENCES =
            "FROM unnest(CAST(? AS BIGINT[]), CAST(? AS BIGINT[]), CAST(? AS TEXT[])) AS f (trial, attempt, worker) " +
                "WHERE id = f.trial AND attempts = f.attempt AND claimed_by IS NOT DISTINCT FROM f.worker"
    }
}
