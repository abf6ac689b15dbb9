package mydriver.store.dialect

import java.sql.Connection
import java.sql.SQLException
import mydriver.store.Store
import mydriver.store.StoreOptions
import mydriver.store.TableSetUrl
import org.jetbrains.exposed.v1.core.vendors.DatabaseDialect

/**
 * Everything in which one database differs from another.
 *
 * A database is one implementation in this package plus one line in [Dialects]; nothing outside asks which it is.
 */
internal interface Dialect {
    /** What people call it. */
    val label: String

    /** The SQL type of JSON columns. */
    val jsonType: String

    /** The SQL type of text that is compared byte by byte. */
    val codeType: String

    /** How many connections may write at once. */
    val writers: Int

    /** Now by the database's clock, as an SQL expression in milliseconds since 1970 UTC. */
    val now: String

    /** Returns what [now] is. */
    fun time(connection: Connection): Long =
        connection.prepareStatement("SELECT $now").use { statement ->
            statement.executeQuery().use {
                it.next()
                it.getLong(1)
            }
        }

    /** A fresh random text of 32 or more hexadecimal digits, as an SQL expression. */
    val randomUid: String

    /** How a bound text becomes JSON. */
    val jsonParameter: String

    /** How queries are spelt. */
    val queries: QuerySql

    /** How queries that people write are kept from changing anything. */
    val questions: QuestionSql

    /** How views are made. */
    val views: ViewSql

    /** How indexes are made. */
    val indexes: Indexing

    /** Whether this dialect serves [url]. */
    fun serves(url: TableSetUrl): Boolean

    /** Throws a `DatabaseUnreachable` if the database was there and has gone, and [connect] would make it anew. */
    fun requireThere(url: TableSetUrl) = Unit

    /** Opens a connection; throws a `DatabaseError` with the way out if it cannot. */
    fun connect(url: TableSetUrl, options: StoreOptions, access: Access): Connection

    /** Begins a transaction. */
    fun begin(connection: Connection, access: Access)

    /** Lets all queries of the transaction that has begun on [connection] see one state of the database. */
    fun steady(connection: Connection) = Unit

    /** Ends the transaction, keeping what it did. */
    fun commit(connection: Connection)

    /** Ends the transaction, undoing what it did. */
    fun rollback(connection: Connection)

    /** Makes other inserters and schema changes of the table set wait until this transaction ends. */
    fun serialise(connection: Connection, url: TableSetUrl)

    /** Returns whether [failure] says that a table is missing. */
    fun missingTable(failure: SQLException): Boolean

    /** Returns what to do about [failure] if the disk, the network, rights or another process caused it, else null. */
    fun wayOut(failure: SQLException): String?

    /** Returns whether [failure] may be over some time later, so that trying the same again may work. */
    fun unreachable(failure: SQLException): Boolean

    /** Returns whether the database undid a transaction to let another one go on: the same works when tried again. */
    fun undone(failure: SQLException): Boolean

    /** Returns whether there is a table called [name]. */
    fun tableExists(connection: Connection, name: String): Boolean

    /** Returns the last id that the table called [table] has given, or 0. */
    fun lastId(connection: Connection, table: String): Long

    /** Keeps the table called [table] from giving ids up to [last]. */
    fun reserveIds(connection: Connection, table: String, last: Long)

    /** Exposed's name for this database. */
    fun exposed(): DatabaseDialect

    /** Returns an expression of JSON [base] with the members of JSON [patch] added or replaced. */
    fun merged(base: String, patch: String): String

    /** Whether one statement may change several tables; then nothing needs a transaction around it. */
    val compound: Boolean

    /** Returns how workers claim and finish trials of [store]. */
    fun queue(store: Store): TrialQueue

    /** Opens the fastest way to insert many trials. */
    fun trialSink(connection: Connection, target: TrialTarget): TrialSink

    /** Returns what to be warned of about the place of [url], such as a network file system, or null. */
    fun warning(url: TableSetUrl): String?
}
