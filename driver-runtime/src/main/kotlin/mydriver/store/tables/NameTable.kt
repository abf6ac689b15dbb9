package mydriver.store.tables

import mydriver.store.dialect.Dialect

/**
 * What is known of each param and metric. `kind` widens from integer to real, `first_kind` never changes and decides
 * how values are hashed; `baseline` is JSON, NULL when there is none.
 */
internal class NameTable(tableSet: String, dialect: Dialect) : SetTable(tableSet, "name") {
    val namespace = code("namespace", dialect)
    val name = code("name", dialect)
    val kind = code("kind", dialect).nullable()
    val type = text("type").nullable()
    val position = long("position")
    val baseline = text("baseline").nullable()
    val identity = bool("identity")
    val firstKind = code("first_kind", dialect).nullable()

    override val primaryKey = PrimaryKey(namespace, name, name = "\"${tableSet}_name_pk\"")
}
