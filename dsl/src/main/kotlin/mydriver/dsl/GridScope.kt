package mydriver.dsl

import mydriver.model.ConfigurationError
import mydriver.model.Params

/**
 * Where `grid { }` puts its points: plain Kotlin around calls of [trial].
 *
 * ```
 * grid {
 *     exclude { it.optimizer == ADAM && it.lr > 0.01 }
 *     for (lr in logspace(1e-3, 1e-1, 3)) for (optimizer in Optimizer.entries) trial(Finetune(lr, optimizer))
 * }
 * ```
 *
 * Points go straight on to the command that asked for them; a grid may have millions.
 */
@MydriverDsl
public class GridScope<P : Any> internal constructor(private val sink: (P) -> Unit) {
    private val conditions = ArrayList<(P) -> Boolean>(0)
    private var begun = false

    /** Adds the point [params] to the grid. */
    public fun trial(params: P) {
        begun = true
        if (conditions.all { it(params) }) sink(params)
    }

    /** Keeps only points for which [condition] holds; it must stand before the first point of its grid. */
    public fun where(condition: (P) -> Boolean) {
        if (begun) throw ConfigurationError("where { } stands after a point; move it to the top of grid { }")
        conditions += condition
    }

    /** Leaves out points for which [condition] holds; it must stand before the first point of its grid. */
    public fun exclude(condition: (P) -> Boolean) {
        if (begun) throw ConfigurationError("exclude { } stands after a point; move it to the top of grid { }")
        conditions += { !condition(it) }
    }
}

/** Adds an untyped point, as in `trial("lr" to 0.1, "layers" to 3)`. */
public fun GridScope<Params>.trial(vararg params: Pair<String, Any?>) {
    trial(Params.of(*params))
}
