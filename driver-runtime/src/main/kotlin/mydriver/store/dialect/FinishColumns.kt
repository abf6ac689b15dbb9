package mydriver.store.dialect

import java.sql.Connection
import mydriver.store.Claims
import mydriver.store.FinishedAttempt
import mydriver.store.json.JsonText
import mydriver.store.run.StoredPoint
import mydriver.store.storable

/** One column of many rows, bound as an array. */
private class BoundColumn<T>(val name: String, val type: String, val value: (T) -> Any?)

private fun <T> integer(name: String, value: (T) -> Long?) = BoundColumn(name, "int8", value)

private fun <T> text(name: String, value: (T) -> String?) = BoundColumn(name, "text", value)

/** One row needs no arrays, which cost both sides more than what is in them. */
private fun <T> single(name: String, columns: List<BoundColumn<T>>): String =
    "$name AS MATERIALIZED (SELECT ${columns.joinToString { "CAST(? AS ${it.type}) AS ${it.name}" }})"

private fun <T> unnested(name: String, columns: List<BoundColumn<T>>, rank: String? = null): String {
    val arrays = columns.joinToString { "CAST(? AS ${it.type}[])" }
    val names = columns.map { it.name } + listOfNotNull(rank)
    val ordinal = if (rank == null) "" else "WITH ORDINALITY "
    return "$name AS MATERIALIZED (SELECT * FROM unnest($arrays) ${ordinal}AS $name (${names.joinToString()}))"
}

private fun <T> arrays(connection: Connection, columns: List<BoundColumn<T>>, rows: List<T>): Array<Any?> =
    Array(columns.size) { at ->
        val column = columns[at]
        connection.createArrayOf(column.type, Array(rows.size) { column.value(rows[it]) })
    }

/** The ends of attempts, one array per column; what few of them have is bound only if one of them has it. */
internal class FinishColumns(ends: List<FinishedAttempt>) {
    private val rows = ends.withIndex().toList()

    /** How many there are. */
    val size: Int = ends.size

    /** Whether any of them changes what its trial needs. */
    val needs: Boolean = ends.any { it.next.needs != null }

    /** Whether any of them brings metrics. */
    val metrics: Boolean = ends.any { it.end.metrics.isNotEmpty() }
    private val columns = ALWAYS + (if (needs) NEEDS else emptyList()) + if (metrics) METRICS else emptyList()

    /** Makes them a table `e`. */
    val definition: String
        get() = if (size == 1) single("e", columns) else unnested("e", columns)

    /** Returns what [definition] binds. */
    fun values(connection: Connection): Array<Any?> =
        if (size == 1) Array(columns.size) { columns[it].value(rows[0]) } else arrays(connection, columns, rows)

    private companion object {
        val ALWAYS: List<BoundColumn<IndexedValue<FinishedAttempt>>> =
            listOf(
                integer("at") { it.index.toLong() },
                integer("trial") { it.value.claim.id },
                integer("number") { it.value.claim.attempt },
                text("status") { it.value.next.status.name },
                integer("delay") { it.value.next.delay.inWholeMilliseconds },
                integer("failures") { it.value.next.failures },
                integer("stalls") { it.value.next.stalls },
                text("error") { storable(it.value.end.error)?.lineSequence()?.first()?.take(Claims.SHORT) },
                integer("pid") { it.value.start.process.pid },
                integer("pid_start") { it.value.start.process.pidStart },
                text("devices") { it.value.start.devices },
                text("directory") { it.value.start.directory },
                integer("deadline") { it.value.start.deadline?.toEpochMilli() },
                integer("ran") { it.value.ran?.inWholeMilliseconds },
                integer("ago") { it.value.ago.inWholeMilliseconds },
                text("outcome") { it.value.end.outcome.name },
                text("cause") { it.value.end.cause?.name },
                integer("exit_code") { it.value.end.exitCode?.toLong() },
                text("trace") { storable(it.value.end.error) },
            )
        val NEEDS: List<BoundColumn<IndexedValue<FinishedAttempt>>> =
            listOf(
                integer("cpus") { it.value.next.needs?.cpus?.toLong() },
                integer("memory") { it.value.next.needs?.memory?.bytes },
                integer("gpus") { it.value.next.needs?.gpus?.toLong() },
                integer("walltime") { it.value.next.needs?.walltime?.inWholeMilliseconds },
            )
        val METRICS: List<BoundColumn<IndexedValue<FinishedAttempt>>> =
            listOf(
                text("metrics") { (_, ended) ->
                    JsonText().ofMap(ended.end.metrics.associate { it.name to it.value }).toString()
                }
            )
    }
}

/** The metrics of ends, one array per column. */
internal class PointColumns(ends: List<FinishedAttempt>) {
    private val rows = ends.flatMapIndexed { at, ended ->
        ended.end.metrics.map { Row(at.toLong(), it.name, it.step, StoredPoint.of(it)) }
    }

    /** Whether there are any. */
    val any: Boolean = rows.isNotEmpty()

    /** Makes them a table `p`. */
    val definition: String
        get() = unnested("p", COLUMNS, rank = "rank")

    /** Returns what [definition] binds, or nothing when there are none. */
    fun values(connection: Connection): Array<Any?> = if (any) arrays(connection, COLUMNS, rows) else emptyArray()

    private class Row(val end: Long, val name: String, val step: Long?, val stored: StoredPoint)

    private companion object {
        val COLUMNS: List<BoundColumn<Row>> =
            listOf(
                integer("of_end") { it.end },
                text("name") { it.name },
                integer("step") { it.step },
                BoundColumn("value", "float8") { it.stored.number },
                text("text") { it.stored.text },
                text("kind") { it.stored.kind },
            )
    }
}
