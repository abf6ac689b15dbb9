package mydriver.store.dialect

import java.sql.Connection
import mydriver.model.Kind

/** How a database makes views and what their columns look like to people. */
internal interface ViewSql {
    /** Returns a time in milliseconds since 1970 as a readable one in UTC. */
    fun time(milliseconds: String): String

    /** Returns a [value] of a query as the column of a view. */
    fun column(value: String, kind: Kind): String

    /** Returns the member [name] of a [document] as text, whatever it is. */
    fun text(document: String, name: String): String

    /** Returns a column that is always NULL. */
    val nothing: String

    /** Returns whether there is a view or table called [name], and the note it was made with. */
    fun find(connection: Connection, name: String): FoundView?

    /**
     * Makes a view.
     *
     * @param appended whether it differs from the one that is there by further columns at most
     */
    fun create(connection: Connection, view: ViewText, appended: Boolean)

    /** Drops the view called [name]. */
    fun drop(connection: Connection, name: String)
}

/** A view in the database; [note] is null for one that was not made here. */
internal class FoundView(val note: String?)

/** A view to be made: its name, its query and a note to be found with it again. */
internal class ViewText(val name: String, val select: String, val note: String)
