package mydriver.space

import kotlin.random.Random
import mydriver.model.ConfigurationError

/**
 * One point of a sample while it is made: the receiver of the axis words [uniform], [logUniform], [normal], [integer],
 * [choice] and so on.
 *
 * Each word takes the name of its axis. The value is a function of the seed, that name and the number of the point, and
 * of nothing else: words may be moved, stand under an `if`, or be left out without a change to the others. A name may
 * be given once in a point.
 *
 * An axis word of one's own is an extension:
 * ```
 * fun AxisScope.dropout(): Double = uniform("dropout", 0.0, 0.5)
 * ```
 */
public abstract class AxisScope internal constructor(private val design: Design, private val streams: Streams) {
    private val taken = HashSet<String>()

    /** Number of the point in its sample, from 0. */
    public var index: Int = 0
        private set

    /** Makes this the point number [index], with all names free. */
    internal fun begin(index: Int) {
        this.index = index
        taken.clear()
    }

    /** Returns where the point lies along the axis [name]: at least 0, less than 1. */
    internal fun position(name: String): Double {
        take(name)
        return design.position(name, index)
    }

    /** Returns a random generator for the axis [name] of this point. */
    internal fun generator(name: String): Random {
        take(name)
        return streams[name].generator(index)
    }

    private fun take(name: String) {
        if (!taken.add(name))
            throw ConfigurationError(
                "${design.word} { }: the axis \"$name\" stands twice in one point; give the second one a name of its own"
            )
    }
}

/** Refuses an axis word whose arguments break a rule. */
internal inline fun requireAxis(holds: Boolean, message: () -> String) {
    if (!holds) throw ConfigurationError(message())
}
