package mydriver.store.run

import java.sql.Connection
import mydriver.model.Status
import mydriver.store.FinishResult
import mydriver.store.FinishedAttempt
import mydriver.store.Outcome
import mydriver.store.Store
import mydriver.store.bind
import mydriver.store.dialect.sharing

/** Ends attempts, all those of one call together. */
internal class Finish(private val store: Store, private val names: MetricNames, private val refreshNames: () -> Unit) {
    /** Ends [ends]; what [besides] does on the same connection is kept with them or not at all, as the dialect can. */
    fun run(ends: List<FinishedAttempt>, besides: (Connection) -> Unit = {}): List<FinishResult> {
        val groups = ends.withIndex().groupBy { it.value.sharing }.values.toList()
        val simple = groups.size == 1 && names.known(ends.flatMap { it.end.metrics })
        val statuses =
            if (simple) store.connections.brief { store.queue.finish(it, ends).also { _ -> besides(it) } }
            else together(groups, ends, besides)
        return ends.zip(statuses) { ended, status -> if (status == null) before(ended) else FinishResult.Now(status) }
    }

    private fun together(
        groups: List<List<IndexedValue<FinishedAttempt>>>,
        ends: List<FinishedAttempt>,
        besides: (Connection) -> Unit,
    ): List<Status?> {
        if (groups.isEmpty()) return emptyList()
        val statuses = arrayOfNulls<Status>(ends.size)
        val learnt =
            store.connections.rewrite { connection ->
                for (group in groups) {
                    val some = store.queue.finish(connection, group.map { it.value })
                    group.forEachIndexed { i, end -> statuses[end.index] = some[i] }
                }
                besides(connection)
                names.learn(connection, ends.filterIndexed { i, _ -> statuses[i] != null }.flatMap { it.end.metrics })
            }
        if (learnt) refreshNames()
        return statuses.asList()
    }

    /** Returns what became of an attempt that does not hold: it may have been stored and the answer been lost. */
    private fun before(ended: FinishedAttempt): FinishResult {
        val status = store.connections.read { stored(it, ended) } ?: return FinishResult.FencedOut
        return FinishResult.Now(if (status == Status.CANCELLED) status else ended.next.status)
    }

    private fun stored(connection: Connection, ended: FinishedAttempt): Status? {
        val sql =
            "SELECT t.status FROM ${store.table("attempt")} a JOIN ${store.table("trial")} t ON t.id = a.trial " +
                "WHERE a.trial = ? AND a.number = ? AND a.worker = ? AND a.outcome IS NOT NULL " +
                "AND a.outcome <> '${Outcome.LOST}'"
        return connection.prepareStatement(sql).use { statement ->
            statement.bind(ended.claim)
            statement.executeQuery().use { if (it.next()) Status.valueOf(it.getString(1)) else null }
        }
    }
}
