package mydriver.store.tables

import mydriver.store.dialect.Dialect

/** One row: the version of the schema and the random uid that keeps run directories of equally named sets apart. */
internal class MetaTable(tableSet: String, dialect: Dialect) : SetTable(tableSet, "meta") {
    val uid = code("uid", dialect)
    val version = long("version")
    val created = long("created")

    override val primaryKey = PrimaryKey(uid, name = "\"${tableSet}_meta_pk\"")
}
