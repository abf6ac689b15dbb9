package mydriver.store

import java.sql.Connection
import mydriver.store.dialect.Access
import mydriver.store.dialect.Dialect
import mydriver.store.dialect.Dialects
import mydriver.store.dialect.TrialQueue
import org.jetbrains.exposed.v1.core.DatabaseConfig
import org.jetbrains.exposed.v1.jdbc.Database

/** What every part of a table set works with: where it is, how to reach it and what time it is there. */
internal class Store(
    val url: TableSetUrl,
    val options: StoreOptions,
    val dialect: Dialect = Dialects.of(url),
) : AutoCloseable {
    val connections: Connections = Connections(url, options, dialect)
    val clock: StoreClock = StoreClock(dialect.now, options.clockOffset)

    /** How workers claim and finish trials. */
    val queue: TrialQueue by lazy { dialect.queue(this) }

    /** Exposed over the same connections; loading it takes a quarter of a second, so warm commands do without. */
    val exposed: Database by lazy {
        val dialect = dialect.exposed()
        Database.connect({ connections.lend(Access.WRITE) }, DatabaseConfig { explicitDialect = dialect })
    }

    /** Returns the quoted name of a table, such as `"kording_trial"` for `trial`. */
    fun table(part: String): String = "\"${url.name}_$part\""

    /** Returns the time now in milliseconds since 1970 UTC. */
    fun now(connection: Connection): Long = dialect.time(connection) + clock.shift

    override fun close(): Unit = connections.close()
}
