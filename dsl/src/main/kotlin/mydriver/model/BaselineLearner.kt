package mydriver.model

/**
 * Learns the baseline of every param from the first points of a grid.
 *
 * A default that depends on other params differs between points, so it takes several points to tell; [LIMIT] of them
 * are looked at. A param whose default throws or differs has no baseline.
 */
public class BaselineLearner<P : Any>(private val codec: ParamCodec<P>) {
    private val own = HashMap<String, Baseline>()
    private val group = HashMap<String, Baseline>()
    private var seen = 0

    /** Looks at one more point; does nothing after the first [LIMIT]. */
    public fun offer(point: P) {
        if (seen++ >= LIMIT) return
        for (param in codec.params) {
            if (!param.optional) continue
            learn(own, param.name) { codec.defaultOf(point, param.name, group = false) }
            if ('.' in param.name) learn(group, param.name) { codec.defaultOf(point, param.name, group = true) }
        }
    }

    /**
     * Returns the baseline of [name].
     *
     * @param wholeGroup whether the nested class that holds it is new to the table set as a whole; older rows then read
     *   as if all of it had been omitted
     */
    public fun baselineOf(name: String, wholeGroup: Boolean): Baseline {
        val first = if (wholeGroup) group else own
        val second = if (wholeGroup) own else group
        return (first[name] as? Baseline.Value) ?: second[name] ?: Baseline.None
    }

    private inline fun learn(into: MutableMap<String, Baseline>, name: String, default: () -> Baseline) {
        val known = into[name]
        if (known == Baseline.None) return
        val now = default()
        into[name] = if (known == null || known == now) now else Baseline.None
    }

    public companion object {
        /** How many points are looked at. */
        public const val LIMIT: Int = 1_000
    }
}
