package mydriver.store.dialect

import java.sql.Connection
import mydriver.model.Kind

/** Views on PostgreSQL. The note is the comment on the view. */
internal object PostgresViewSql : ViewSql {
    override fun time(milliseconds: String) = "to_timestamp($milliseconds / 1000.0)"

    override fun column(value: String, kind: Kind) =
        when (kind) {
            Kind.INTEGER -> "CAST($value AS BIGINT)"
            Kind.TEXT -> "CAST($value AS TEXT)"
            else -> value
        }

    override fun text(document: String, name: String) = "($document ->> ${PostgresQuerySql.literal(name)})"

    override val nothing = "CAST(NULL AS TEXT)"

    override fun find(connection: Connection, name: String): FoundView? =
        connection
            .prepareStatement(
                "SELECT obj_description(c.oid, 'pg_class') FROM pg_class c WHERE c.oid = to_regclass(quote_ident(?))"
            )
            .use { statement ->
                statement.setString(1, name)
                statement.executeQuery().use {
                    if (it.next()) FoundView(it.getString(1)?.takeIf { note -> '{' in note }) else null
                }
            }

    override fun create(connection: Connection, view: ViewText, appended: Boolean) {
        val name = PostgresQuerySql.identifier(view.name)
        connection.createStatement().use {
            // Replacing keeps what others built upon the view and their rights, but can only append columns.
            if (!appended) it.execute("DROP VIEW IF EXISTS $name")
            it.execute("CREATE OR REPLACE VIEW $name AS ${view.select}")
            it.execute("COMMENT ON VIEW $name IS ${PostgresQuerySql.literal(view.note)}")
        }
    }

    override fun drop(connection: Connection, name: String) {
        connection.createStatement().use { it.execute("DROP VIEW ${PostgresQuerySql.identifier(name)}") }
    }
}
