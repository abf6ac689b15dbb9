package mydriver.host

import mydriver.model.Experiment
import mydriver.model.Grid

/** The same experiment; when the code of its grid throws, the line of [source] is told. */
internal fun <P : Any> Experiment<P>.placedIn(source: ScriptSource): Experiment<P> =
    grid?.let { copy(grid = PlacedGrid(it, source)) } ?: this

/** A grid that tells faults of the script from those of whoever takes its points, which it passes on as they are. */
private class PlacedGrid<P : Any>(private val grid: Grid<P>, private val source: ScriptSource) : Grid<P> {
    @Suppress("TooGenericExceptionCaught")
    override fun emit(sink: (P) -> Unit) {
        var taking = false
        try {
            grid.emit { point ->
                taking = true
                sink(point)
                taking = false
            }
        } catch (failure: Exception) {
            throw if (taking || failure is ScriptFault) failure else ScriptThrows(source, failure)
        }
    }
}
