package mydriver.store

import java.sql.Connection
import mydriver.model.Baseline
import mydriver.model.Kind
import mydriver.store.json.JsonReader
import mydriver.store.json.JsonText
import mydriver.store.json.KnownNames

/** The params and metrics that a table set knows. */
public class Names internal constructor(private val store: Store) {
    /** Returns them all: params, then metrics, each in the order in which they were first seen. */
    public fun all(): List<NameRow> = store.connections.read { read(it).all }

    internal fun known(): KnownNames = store.connections.read { read(it) }

    internal fun read(connection: Connection): KnownNames {
        val rows = ArrayList<NameRow>()
        connection.createStatement().use { statement ->
            statement
                .executeQuery("SELECT $COLUMNS FROM ${store.table("name")} ORDER BY namespace DESC, position, name")
                .use {
                    while (it.next()) rows +=
                        NameRow(
                            namespace = it.getString(1),
                            name = it.getString(2),
                            kind = it.getString(3)?.let(Kind::labelled),
                            type = it.getString(4),
                            position = it.getLong(5),
                            baseline =
                                it.getString(6)?.let { json -> baseline(json, it.getString(8)) } ?: Baseline.None,
                            identity = it.getBoolean(7),
                            firstKind = it.getString(8)?.let(Kind::labelled),
                        )
                }
        }
        return KnownNames(rows)
    }

    /** Adds those of [rows] that are unknown; what is known stays as it is. */
    internal fun add(connection: Connection, rows: List<NameRow>) {
        if (rows.isEmpty()) return
        val sql = "INSERT INTO ${store.table("name")} ($COLUMNS) VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING"
        connection.prepareStatement(sql).use { statement ->
            for (row in rows) {
                val baseline = row.baseline
                statement.setString(1, row.namespace)
                statement.setString(2, row.name)
                statement.setString(3, row.kind?.label)
                statement.setString(4, row.type)
                statement.setLong(5, row.position)
                statement.setString(
                    6,
                    if (baseline is Baseline.Value) JsonText().ofValue(baseline.value).toString() else null,
                )
                statement.setBoolean(7, row.identity)
                statement.setString(8, row.firstKind?.label)
                statement.addBatch()
            }
            statement.executeBatch()
        }
    }

    /** Sets kind, type and, where it was unknown so far, the first kind of names that are there. */
    internal fun update(connection: Connection, rows: List<NameRow>) {
        if (rows.isEmpty()) return
        val sql =
            "UPDATE ${store.table("name")} SET kind = ?, type = ?, first_kind = ? WHERE namespace = ? AND name = ?"
        connection.prepareStatement(sql).use { statement ->
            for (row in rows) {
                statement.setString(1, row.kind?.label)
                statement.setString(2, row.type)
                statement.setString(3, row.firstKind?.label)
                statement.setString(4, row.namespace)
                statement.setString(5, row.name)
                statement.addBatch()
            }
            statement.executeBatch()
        }
    }

    private fun baseline(json: String, kind: String?): Baseline =
        Baseline.Value(KnownNames.typed(JsonReader(json).readValue(), kind?.let(Kind::labelled)))

    private companion object {
        const val COLUMNS = "namespace, name, kind, type, position, baseline, identity, first_kind"
    }
}
