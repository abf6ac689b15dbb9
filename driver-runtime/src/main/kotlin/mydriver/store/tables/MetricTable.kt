package mydriver.store.tables

import mydriver.store.dialect.Dialect

/**
 * The history of metrics, one row per report of one. Finite numbers are in `value`; text and the numbers that SQLite
 * would store as NULL are in `text`, with `kind` telling which: `real`, `text`, or `special` for NaN and infinities.
 */
internal class MetricTable(tableSet: String, dialect: Dialect) : SetTable(tableSet, "metric") {
    val id = long("id").autoIncrement()
    val trial = long("trial")
    val attempt = long("attempt")
    val name = code("name", dialect)
    val step = long("step").nullable()
    val value = double("value").nullable()
    val text = text("text").nullable()
    val kind = code("kind", dialect)
    val time = long("time")

    override val primaryKey = PrimaryKey(id, name = "\"${tableSet}_metric_pk\"")
}
