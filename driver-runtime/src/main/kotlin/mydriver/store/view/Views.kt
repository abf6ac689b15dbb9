package mydriver.store.view

import java.sql.Connection
import java.sql.SQLException
import mydriver.model.DatabaseError
import mydriver.store.Names
import mydriver.store.Store
import mydriver.store.query.Columns

/**
 * What making a view came to.
 *
 * @property name of the view
 * @property columns their names, in order
 * @property changed whether anything had to be done
 */
public data class ViewResult(public val name: String, public val columns: List<String>, public val changed: Boolean)

/**
 * The view `<table set>_view` for those who look at trials in SQL: one typed column per param and metric beside what is
 * known of every trial, names kept.
 *
 * Times are readable: text in UTC on SQLite, `timestamptz` on PostgreSQL. A param that a row lacks shows its baseline.
 * NaN is `NaN` on PostgreSQL and NULL on SQLite, which has none. Columns are appended when a param or metric appears;
 * see [refreshIfPresent].
 */
public class Views internal constructor(private val store: Store, private val names: Names) {
    private val name = "${store.url.name}_view"

    /**
     * Makes the view, or brings the one that is there up to date.
     *
     * @throws DatabaseError if something else has its name, or other views stand in the way of a change
     */
    public fun create(): ViewResult = changing { connection ->
        bringUp(connection, store.dialect.views.find(connection, name)?.let(::ours))
    }

    /** Drops the view and returns whether it was there. */
    public fun drop(): Boolean = changing { connection ->
        val found = store.dialect.views.find(connection, name)
        if (found == null) false
        else {
            ours(found)
            store.dialect.views.drop(connection, name)
            true
        }
    }

    /** Returns whether the view is there and a param or metric has appeared or changed its type since it was made. */
    public fun outdated(): Boolean = state()?.changed == true

    /**
     * Brings the view up to date if it is there and [outdated]. For commands; workers never do it, so that a job cannot
     * be held up by whoever reads the view.
     *
     * @return null if there is no view of ours
     */
    public fun refreshIfPresent(): ViewResult? {
        val current = state()
        return if (current?.changed == true) create() else current
    }

    private fun state(): ViewResult? =
        store.connections.read { connection ->
            val note = store.dialect.views.find(connection, name)?.note ?: return@read null
            val definition = definition(connection, note)
            ViewResult(name, definition.columns.keys.toList(), !definition.matches(note))
        }

    private fun bringUp(connection: Connection, note: String?): ViewResult {
        val definition = definition(connection, note)
        val changed = note == null || !definition.matches(note)
        if (changed)
            store.dialect.views.create(connection, definition.text(name), note != null && definition.extends(note))
        return ViewResult(name, definition.columns.keys.toList(), changed)
    }

    private fun definition(connection: Connection, note: String?): ViewDefinition {
        val given = if (note == null) emptyMap() else ViewDefinition.namesOf(note)
        val columns = ViewNames(given).of(Columns(names.read(connection)).all)
        return ViewDefinition(store.dialect, store.table("trial"), columns)
    }

    /** Returns the query of the view as [create] would make it now, whether it is there or not. */
    internal fun query(connection: Connection): String {
        val note = store.dialect.views.find(connection, name)?.note
        return definition(connection, note).select
    }

    private fun ours(found: mydriver.store.dialect.FoundView): String =
        found.note
            ?: throw DatabaseError(
                "\"$name\" at ${store.url.masked} was not made by mydriver and is left alone; rename or drop it"
            )

    private fun <T> changing(block: (Connection) -> T): T =
        try {
            store.connections.write { connection ->
                store.dialect.serialise(connection, store.url)
                block(connection)
            }
        } catch (failure: SQLException) {
            throw DatabaseError(
                "the view \"$name\" at ${store.url.masked} cannot be changed: ${failure.message}; drop what depends on it",
                failure,
            )
        }
}
