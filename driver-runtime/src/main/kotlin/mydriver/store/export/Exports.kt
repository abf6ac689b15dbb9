package mydriver.store.export

import mydriver.store.Names
import mydriver.store.Store
import mydriver.store.dialect.Access
import mydriver.store.query.Columns
import mydriver.store.query.ListRequest
import mydriver.store.query.Queries

/** Reads many trials at once, whole, for files that other programs read. */
public class Exports
internal constructor(private val store: Store, private val names: Names, private val queries: Queries) {
    /**
     * Opens the trials that [request] asks for, in the order of their ids; its columns are all there are when it names
     * none, and its sorting and limit are not looked at.
     *
     * @throws mydriver.model.UsageError naming all that is wrong with the request
     */
    public fun open(request: ListRequest): TrialExport {
        val connection = store.connections.lend(Access.READ)
        try {
            connection.autoCommit = false
            store.dialect.steady(connection)
            val columns = Columns(names.read(connection))
            queries.check(columns, request)
            val shown = request.columns?.let { columns.select(it, "columns") } ?: columns.all
            return TrialExport(store, connection, shown, queries.selection(columns, request))
        } catch (failure: Throwable) {
            connection.close()
            throw failure
        }
    }
}
