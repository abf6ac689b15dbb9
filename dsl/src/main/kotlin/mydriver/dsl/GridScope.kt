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
 *     sample(20, seed = 1) { trial(Finetune(logUniform("lr", 1e-4, 1e-1), SGD)) }
 * }
 * ```
 *
 * Points go straight on to the command that asked for them; a grid may have millions.
 *
 * @property declared the params that a class declares, in order; none when the experiment is untyped
 */
@MydriverDsl
public class GridScope<P : Any>
internal constructor(internal val declared: List<String> = emptyList(), private val sink: (P) -> Unit) {
    private val conditions = ArrayList<(P) -> Boolean>(0)
    private var begun = false

    /** Adds the point [params] to the grid. */
    public fun trial(params: P) {
        begun = true
        if (conditions.all { it(params) }) sink(params)
    }

    /** Adds all [points] one by one, as [trial] does; none is kept in memory. */
    public fun trials(points: Sequence<P>) {
        points.forEach(::trial)
    }

    /** Adds all [points] one by one, as [trial] does. */
    public fun trials(points: Iterable<P>) {
        points.forEach(::trial)
    }

    /** Adds the point [params] whatever [where] and [exclude] say; it may stand anywhere. */
    public fun include(params: P) {
        sink(params)
    }

    /** Adds all [points] whatever [where] and [exclude] say. */
    public fun include(points: Sequence<P>) {
        points.forEach(sink)
    }

    /**
     * Keeps only points for which [condition] holds; it must stand before the first point of its grid.
     *
     * @throws ConfigurationError if it stands after a point
     */
    public fun where(condition: (P) -> Boolean) {
        if (begun) throw ConfigurationError("where { } stands after a point; move it to the top of grid { }")
        conditions += condition
    }

    /**
     * Leaves out points for which [condition] holds; it must stand before the first point of its grid.
     *
     * @throws ConfigurationError if it stands after a point
     */
    public fun exclude(condition: (P) -> Boolean) {
        if (begun) throw ConfigurationError("exclude { } stands after a point; move it to the top of grid { }")
        conditions += { !condition(it) }
    }
}

/** Adds an untyped point, as in `trial("lr" to 0.1, "layers" to 3)`. */
public fun GridScope<Params>.trial(vararg params: Pair<String, Any?>) {
    trial(Params.of(*params))
}

/** Adds an untyped point whatever `where` and `exclude` say, as in `include("lr" to 0.1, "layers" to 3)`. */
public fun GridScope<Params>.include(vararg params: Pair<String, Any?>) {
    include(Params.of(*params))
}
