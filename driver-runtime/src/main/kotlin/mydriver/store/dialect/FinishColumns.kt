package mydriver.store.dialect

import mydriver.store.Claims
import mydriver.store.FinishedAttempt
import mydriver.store.json.JsonText
import mydriver.store.run.StoredPoint
import mydriver.store.storable

/** The ends of attempts; what few of them have is bound only if one of them has it. */
internal class FinishColumns(ends: List<FinishedAttempt>) {
    /** How many there are. */
    val size: Int = ends.size

    /** Whether any of them changes what its trial needs. */
    val needs: Boolean = ends.any { it.next.needs != null }

    /** Whether any of them brings metrics. */
    val metrics: Boolean = ends.any { it.end.metrics.isNotEmpty() }
    /** A table `e` of them. */
    val table: BoundTable =
        BoundTable.of(
            "e",
            ALWAYS + (if (needs) NEEDS else emptyList()) + if (metrics) METRICS else emptyList(),
            ends.withIndex().toList(),
        )

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

/** The metrics of ends. */
internal class PointColumns(ends: List<FinishedAttempt>) {
    private val rows = ends.flatMapIndexed { at, ended ->
        ended.end.metrics.map { Row(at.toLong(), it.name, it.step, StoredPoint.of(it)) }
    }

    /** A table `p` of them, null when there are none. */
    val table: BoundTable? = if (rows.isEmpty()) null else BoundTable.of("p", COLUMNS, rows, rank = "rank")

    private class Row(val end: Long, val name: String, val step: Long?, val stored: StoredPoint)

    private companion object {
        val COLUMNS: List<BoundColumn<Row>> =
            listOf(
                integer("of_end") { it.end },
                text("name") { it.name },
                integer("step") { it.step },
                real("value") { it.stored.number },
                text("text") { it.stored.text },
                text("kind") { it.stored.kind },
            )
    }
}
