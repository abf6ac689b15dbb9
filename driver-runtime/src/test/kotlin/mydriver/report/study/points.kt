package mydriver.report.study

import mydriver.model.Baseline
import mydriver.model.Kind
import mydriver.store.query.Column
import mydriver.store.query.Namespace
import mydriver.store.query.ValueType

/** A table of points as they might be read, with the metric `loss`. */
internal fun pointTable(params: Map<String, Kind>, rows: List<Pair<List<Any?>, Any?>>): PointTable {
    fun column(namespace: Namespace, name: String, kind: Kind) =
        Column(namespace, name, kind, name, ValueType.of(kind), Baseline.None)
    return PointTable(
        params.map { (name, kind) -> column(Namespace.PARAM, name, kind) },
        listOf(column(Namespace.METRIC, "loss", Kind.REAL)),
        rows.mapIndexed { i, (values, loss) ->
            Point(i + 1L, "%064x".format(i * 7919L), 0, 1.0, values, listOf(loss))
        },
        rows.size.toLong(),
    )
}
