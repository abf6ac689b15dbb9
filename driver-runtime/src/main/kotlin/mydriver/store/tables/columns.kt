package mydriver.store.tables

import mydriver.store.dialect.Dialect
import org.jetbrains.exposed.v1.core.Column
import org.jetbrains.exposed.v1.core.Table
import org.jetbrains.exposed.v1.core.TextColumnType

/** A text column whose SQL type the dialect names. */
private class NamedTextColumnType(private val type: String) : TextColumnType() {
    override fun sqlType(): String = type
}

/** JSON: `JSONB` on PostgreSQL and readable `TEXT` on SQLite, where Exposed's own `jsonb` would be a binary blob. */
internal fun Table.json(name: String, dialect: Dialect): Column<String> =
    registerColumn(name, NamedTextColumnType(dialect.jsonType))

/** Text that is compared and sorted byte by byte: states, names, hashes. */
internal fun Table.code(name: String, dialect: Dialect): Column<String> =
    registerColumn(name, NamedTextColumnType(dialect.codeType))

/** One of the tables of a table set, its name quoted so that every case and keyword goes through unchanged. */
internal abstract class SetTable(tableSet: String, part: String) : Table("\"${tableSet}_$part\"")
