package mydriver.store.tables

import mydriver.store.dialect.Dialect

/** One row per hand-off of workers to a scheduler. */
internal class SubmissionTable(tableSet: String, dialect: Dialect) : SetTable(tableSet, "submission") {
    val tag = code("tag", dialect)
    val state = code("state", dialect)
    val sent = long("sent")
    val confirmed = long("confirmed").nullable()
    val scheduler = text("scheduler")
    val nativeId = text("native_id").nullable()
    val workers = long("workers")
    val bundle = code("bundle", dialect).nullable()
    val host = text("host")
    val error = text("error").nullable()

    override val primaryKey = PrimaryKey(tag, name = "\"${tableSet}_submission_pk\"")
}
