package mydriver.store

import java.sql.Connection
import java.sql.SQLException
import java.util.concurrent.ConcurrentLinkedDeque
import java.util.concurrent.Semaphore
import mydriver.model.DatabaseError
import mydriver.store.dialect.Access
import mydriver.store.dialect.Dialect

/**
 * Lends connections and runs transactions on them.
 *
 * Idle connections are kept for the next use until [release]: most commands need one or two in their whole life, and a
 * worker gives all of them up while its job computes. A connection on which anything failed is closed, not kept.
 */
internal class Connections(
    private val url: TableSetUrl,
    private val options: StoreOptions,
    private val dialect: Dialect,
) : AutoCloseable {
    private val idle = Access.entries.associateWith { ConcurrentLinkedDeque<Idle>() }
    @Volatile private var closed = false
    @Volatile private var found = false
    private val writers = Semaphore(minOf(dialect.writers, options.connections), true)

    /** Runs [block] in a transaction that sees one state of the database and changes nothing. */
    fun <T> read(block: (Connection) -> T): T {
        val kept = idle.getValue(Access.READ).isNotEmpty()
        return try {
            transaction(Access.READ, block)
        } catch (failure: DatabaseUnreachable) {
            // It may have been lost while nobody used it; a new one tells whether the database is there.
            if (kept) transaction(Access.READ, block) else throw failure
        }
    }

    /** Runs [block] in a transaction: all of what it does is kept, or, if it throws, nothing. */
    fun <T> write(block: (Connection) -> T): T = writing { transaction(Access.WRITE, block) }

    /**
     * As [write], and runs [block] again, a few times, when the database had to undo it to let another transaction go
     * on: [block] must not mind being run twice.
     */
    fun <T> rewrite(block: (Connection) -> T): T = again { write(block) }

    private inline fun <T> again(run: () -> T): T {
        repeat(RETRIES) {
            try {
                return run()
            } catch (failure: SQLException) {
                if (!dialect.undone(failure)) throw failure
            }
        }
        return run()
    }

    /**
     * Runs [block] so that it is kept whole or not at all: in a transaction that is run again as in [rewrite], or, if
     * the dialect needs only one statement for it, without one around it.
     */
    fun <T> brief(block: (Connection) -> T): T = again { if (dialect.compound) single(block) else write(block) }

    /** Runs [block], which executes one statement, without a transaction around it. */
    fun <T> single(block: (Connection) -> T): T = writing {
        val connection = take(Access.WRITE)
        val result =
            try {
                block(connection)
            } catch (failure: Throwable) {
                connection.quietly { close() }
                throw explained(failure).also(::dropLost)
            }
        give(Access.WRITE, connection)
        result
    }

    /** Lends a connection for longer, inside a transaction; it goes back when the lent one is closed. */
    fun lend(access: Access): Connection {
        if (access == Access.WRITE) writers.acquire()
        val connection =
            try {
                take(access)
            } catch (failure: Throwable) {
                if (access == Access.WRITE) writers.release()
                throw failure
            }
        return object : Connection by connection {
            override fun close() {
                try {
                    if (!connection.autoCommit) {
                        connection.rollback()
                        connection.autoCommit = true
                    }
                    give(access, connection)
                } finally {
                    if (access == Access.WRITE) writers.release()
                }
            }
        }
    }

    /** Closes the connections that are not in use. */
    fun release() {
        for (kept in idle.values) while (true) (kept.pollFirst() ?: break).connection.quietly { close() }
    }

    override fun close() {
        closed = true
        release()
    }

    private fun <T> transaction(access: Access, block: (Connection) -> T): T {
        val connection = take(access)
        val result =
            try {
                dialect.begin(connection, access)
                block(connection).also { dialect.commit(connection) }
            } catch (failure: Throwable) {
                connection.quietly { dialect.rollback(this) }
                connection.quietly { close() }
                throw explained(failure).also(::dropLost)
            }
        give(access, connection)
        return result
    }

    /** When one connection is lost, so are most likely the others: one failure is enough to find out. */
    private fun dropLost(failure: Throwable) {
        if (failure is DatabaseUnreachable) release()
    }

    /**
     * Turns failures of the database's surroundings into errors that tell the way out; bugs of ours stay as they are.
     */
    private fun explained(failure: Throwable): Throwable {
        if (failure !is SQLException || dialect.undone(failure)) return failure
        val told = "${url.masked}: ${failure.message}; "
        if (dialect.unreachable(failure)) return DatabaseUnreachable(told + dialect.wayOut(failure), failure)
        return DatabaseError(told + (dialect.wayOut(failure) ?: return failure), failure)
    }

    private inline fun <T> writing(block: () -> T): T {
        writers.acquire()
        try {
            return block()
        } finally {
            writers.release()
        }
    }

    private fun take(access: Access): Connection {
        while (true) {
            val kept = idle.getValue(access).pollFirst() ?: return connect(access)
            if (System.nanoTime() - kept.since < TRUSTED || kept.connection.isValid(1)) return kept.connection
            kept.connection.quietly { close() }
        }
    }

    private fun connect(access: Access): Connection {
        // What was there and has gone must not be made anew, empty, in its place.
        if (found) dialect.requireThere(url)
        return dialect.connect(url, options, access).also { found = true }
    }

    private fun give(access: Access, connection: Connection) {
        if (closed) connection.close() else idle.getValue(access).addFirst(Idle(connection, System.nanoTime()))
    }

    private class Idle(val connection: Connection, val since: Long)

    private companion object {
        /** A connection used this many nanoseconds ago is not asked whether it still stands. */
        const val TRUSTED = 500_000_000L

        /** How often a transaction that the database undid is run again. */
        const val RETRIES = 10
    }
}

/** Tidies up after a failure that is on its way to the caller and tells more than a second one would. */
private inline fun Connection.quietly(action: Connection.() -> Unit) {
    try {
        action()
    } catch (_: SQLException) {
        return
    }
}
