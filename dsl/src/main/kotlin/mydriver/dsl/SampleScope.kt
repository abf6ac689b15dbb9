package mydriver.dsl

import mydriver.model.Params
import mydriver.space.AxisScope
import mydriver.space.Design
import mydriver.space.Streams

/**
 * The block of `sample(n, seed) { }` and its like: plain Kotlin that makes one point with the axis words and hands it
 * to [trial]. It may hand over several, or none.
 */
@MydriverDsl
public class SampleScope<P : Any>
internal constructor(private val grid: GridScope<P>, design: Design, streams: Streams) : AxisScope(design, streams) {
    /** Adds the point [params] to the grid. */
    public fun trial(params: P) {
        grid.trial(params)
    }
}

/** Adds an untyped point, as in `trial("lr" to logUniform("lr", 1e-4, 1e-1))`. */
public fun SampleScope<Params>.trial(vararg params: Pair<String, Any?>) {
    trial(Params.of(*params))
}
