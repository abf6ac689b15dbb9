package mydriver.store.tables

import mydriver.store.dialect.Dialect

/** One row per transition of a trial, or of a batch of trials whose ids follow one another. */
internal class EventTable(tableSet: String, dialect: Dialect) : SetTable(tableSet, "event") {
    val id = long("id").autoIncrement()
    val time = long("time")
    val kind = code("kind", dialect)
    val firstTrial = long("first_trial").nullable()
    val lastTrial = long("last_trial").nullable()
    val attempt = long("attempt").nullable()
    val worker = code("worker", dialect).nullable()
    val host = text("host").nullable()
    val detail = text("detail").nullable()

    override val primaryKey = PrimaryKey(id, name = "\"${tableSet}_event_pk\"")
}
