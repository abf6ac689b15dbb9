package mydriver.store.dialect

import java.sql.Connection
import mydriver.model.Kind

/** Views on SQLite. The text of a view is kept as it was given, so the note is a comment in it. */
internal object SqliteViewSql : ViewSql {
    private const val OPENING = "AS /*mydriver "

    override fun time(milliseconds: String) = "strftime('%Y-%m-%d %H:%M:%f', $milliseconds / 1000.0, 'unixepoch')"

    /** A column holds no NaN here: it is NULL. */
    override fun column(value: String, kind: Kind) =
        if (kind == Kind.REAL) "NULLIF($value, ${SqliteQuerySql.constant(Double.NaN)})" else value

    override fun text(document: String, name: String) = "CAST(${SqliteQuerySql.scalar(document, name)} AS TEXT)"

    override val nothing = "NULL"

    override fun find(connection: Connection, name: String): FoundView? =
        connection.prepareStatement("SELECT sql FROM sqlite_master WHERE name = ? COLLATE NOCASE").use { statement ->
            statement.setString(1, name)
            statement.executeQuery().use { if (it.next()) FoundView(note(it.getString(1))) else null }
        }

    private fun note(sql: String?): String? {
        val start = sql?.indexOf(OPENING) ?: -1
        if (sql == null || start < 0) return null
        return sql.substring(start + OPENING.length, sql.indexOf("*/", start)).trim()
    }

    override fun create(connection: Connection, view: ViewText, appended: Boolean) {
        val name = SqliteQuerySql.identifier(view.name)
        connection.createStatement().use {
            it.execute("DROP VIEW IF EXISTS $name")
            // In JSON an asterisk can be written so that no comment ends in it.
            it.execute("CREATE VIEW $name $OPENING${view.note.replace("*", "\\u002a")} */ ${view.select}")
        }
    }

    override fun drop(connection: Connection, name: String) {
        connection.createStatement().use { it.execute("DROP VIEW ${SqliteQuerySql.identifier(name)}") }
    }
}
