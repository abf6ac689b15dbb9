package mydriver.store.dialect

import java.sql.Connection
import mydriver.store.query.LackingIndex

/** How a database makes indexes of a table that is in use. */
internal interface Indexing {
    /** Returns the names of the indexes that can be used and whose names begin with [prefix]. */
    fun names(connection: Connection, prefix: String): Set<String>

    /**
     * Makes [index] of [table], a quoted name, and drops what is left of its predecessors; [connection] is in no
     * transaction. False if another process is making it.
     */
    fun make(connection: Connection, table: String, index: LackingIndex): Boolean
}
