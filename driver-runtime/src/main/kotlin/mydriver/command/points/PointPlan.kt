package mydriver.command.points

import mydriver.model.ConfigurationError
import mydriver.model.Experiment
import mydriver.model.Grid
import mydriver.model.Params

/**
 * The points that a command line asks for.
 *
 * @property words `name=values`; the product of them is what is inserted instead of the grid, or for each row of a file
 * @property sweeps `name=values` that every point is combined with
 * @property fixed `name=value` that every point is given
 * @property rows hands on the points of the file that are inserted instead of the grid, or null
 */
internal class PointPlan(
    private val words: List<String> = emptyList(),
    private val sweeps: List<String> = emptyList(),
    private val fixed: List<String> = emptyList(),
    private val rows: ((use: (PointRow) -> Unit) -> Unit)? = null,
) {
    /** Whether it is the grid as the script has it. */
    val wholeGrid: Boolean = rows == null && (words + sweeps + fixed).isEmpty()

    /** Whether points are made from the script's grid. */
    val ofGrid: Boolean = rows == null && words.isEmpty()

    /**
     * Returns the points for [experiment]; values are typed by what it declares, and params that nobody names take
     * their defaults. Faults of names and words are told at once, those of points when they are emitted, before any of
     * them is written.
     *
     * @throws mydriver.model.UsageError naming everything that is wrong
     */
    fun <P : Any> grid(experiment: Experiment<P>, declared: Grid<P>?): Grid<P> {
        if (wholeGrid && declared != null) return declared
        val faults = PointFaults()
        val texts = ParamTexts(experiment.codec)
        val found = ArrayList<String>()
        val axes = AxisWords(texts, found).run { sweeps(words) + sweeps(sweeps) + fixed(fixed) }
        faults.add(found)
        faults.check()
        val source = source(experiment, declared, texts)
        return Grid { sink -> spread(experiment, source, axes, sink) }
    }

    private fun <P : Any> spread(
        experiment: Experiment<P>,
        source: ((Base) -> Unit) -> Unit,
        axes: List<ParamAxis>,
        sink: (P) -> Unit,
    ) {
        val faults = PointFaults()
        source { base ->
            if (faults.enough) faults.check()
            if (base.faults.isNotEmpty()) faults.add(base.faults, base.place)
            else
                combined(LinkedHashMap(base.values), axes, 0) { values ->
                    if (faults.enough) faults.check()
                    val point = bound(experiment, values) { faults.add(it, base.place) }
                    if (point != null && !faults.any) sink(point)
                }
        }
        faults.check()
    }

    private inline fun <P : Any> bound(
        experiment: Experiment<P>,
        values: Map<String, Any?>,
        fault: (List<String>) -> Unit,
    ): P? =
        try {
            experiment.codec.decode(Params.of(values), defaults = true)
        } catch (error: ConfigurationError) {
            fault(error.message.orEmpty().lines())
            null
        }

    /** Calls [use] with [values] and every combination of [axes] in it; the last axis turns fastest. */
    private fun combined(
        values: MutableMap<String, Any?>,
        axes: List<ParamAxis>,
        depth: Int,
        use: (Map<String, Any?>) -> Unit,
    ) {
        if (depth == axes.size) return use(values)
        val axis = axes[depth]
        for (value in axis.values) {
            values[axis.name] = value
            combined(values, axes, depth + 1, use)
        }
    }

    private fun <P : Any> source(
        experiment: Experiment<P>,
        declared: Grid<P>?,
        texts: ParamTexts,
    ): ((Base) -> Unit) -> Unit =
        when {
            rows != null -> { use ->
                rows.invoke { use(base(it, texts)) }
            }
            words.isNotEmpty() -> { use ->
                use(Base(emptyMap()))
            }
            declared == null -> throw ConfigurationError("there is no grid for -p and --set; write name=value words")
            else -> { use ->
                declared.emit { use(Base(experiment.codec.encode(it).toMap())) }
            }
        }

    private fun base(row: PointRow, texts: ParamTexts): Base {
        val faults = ArrayList<String>(0)
        return Base(row.values(texts, faults), row.place, faults)
    }

    private class Base(
        val values: Map<String, Any?>,
        val place: String? = null,
        val faults: List<String> = emptyList(),
    )
}
