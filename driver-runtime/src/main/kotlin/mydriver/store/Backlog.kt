package mydriver.store

import kotlin.time.Duration
import kotlin.time.Duration.Companion.milliseconds
import mydriver.model.Resources

/**
 * The queued trials, as a worker sees them that got none.
 *
 * @property fitting how many need no more than it offers, and may be claimed later if not now
 * @property wait how long until the first of these may be claimed; null when there is none
 * @property unfit how many need more than it offers
 * @property tooBig for each thing that some need more of: how many do, and the most that one needs
 */
public data class Backlog(
    public val fitting: Long,
    public val wait: Duration?,
    public val unfit: Long,
    public val tooBig: Map<String, Excess>,
) {
    /** [count] trials need more of something than is offered, one of them [most]. */
    public data class Excess(public val count: Long, public val most: Long)

    internal companion object {
        private val NEEDS = listOf("cpus", "memory", "gpus")

        /** Reads what is queued for a worker that offers [fits]. */
        fun read(store: Store, fits: Resources): Backlog {
            val fit = "cpus <= ? AND (memory IS NULL OR memory <= ?) AND gpus <= ?"
            val excess = NEEDS.joinToString { "count(CASE WHEN $it > ? THEN 1 END), max($it)" }
            val sql =
                "SELECT count(CASE WHEN fits = 1 THEN 1 END), min(CASE WHEN fits = 1 THEN not_before END) - " +
                    "${store.clock.now}, count(CASE WHEN fits = 0 THEN 1 END), $excess FROM " +
                    "(SELECT *, CASE WHEN $fit THEN 1 ELSE 0 END AS fits FROM ${store.table("trial")} " +
                    "WHERE status = 'QUEUED') q"
            val offer = listOf<Any>(fits.cpus, fits.memory?.bytes ?: Long.MAX_VALUE, fits.gpus)
            return store.connections.read { connection ->
                connection.prepareStatement(sql).use { statement ->
                    statement.bind(*(offer + offer).toTypedArray())
                    statement.executeQuery().use { row ->
                        row.next()
                        val wait = row.getLong(2).takeUnless { row.wasNull() }?.milliseconds
                        val big =
                            NEEDS.withIndex().associate { (i, name) ->
                                name to Excess(row.getLong(4 + 2 * i), row.getLong(5 + 2 * i))
                            }
                        Backlog(row.getLong(1), wait, row.getLong(3), big.filterValues { it.count > 0 })
                    }
                }
            }
        }
    }
}
