package mydriver.store.tables

import mydriver.store.dialect.Dialect

/** Scripts, bundles and diffs, each content once under its SHA-256. */
internal class BlobTable(tableSet: String, dialect: Dialect) : SetTable(tableSet, "blob") {
    val hash = code("hash", dialect)
    val kind = code("kind", dialect)
    val bytes = binary("bytes")
    val created = long("created")

    override val primaryKey = PrimaryKey(hash, name = "\"${tableSet}_blob_pk\"")
}
