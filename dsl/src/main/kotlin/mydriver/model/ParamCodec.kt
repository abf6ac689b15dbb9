package mydriver.model

/**
 * Turns the points of a grid into [Params] and back.
 *
 * One codec per kind of params class: data class, record, untyped. It alone knows how defaults are found.
 */
public interface ParamCodec<P : Any> {
    /** The declared params in order; empty when the experiment is untyped. */
    public val params: List<Param>

    /** Whether a class declares the params; when false any name goes. */
    public val typed: Boolean

    /** Returns the params of a [point]. */
    public fun encode(point: P): Params

    /**
     * Returns the point that [params] describe.
     *
     * Names that the class does not declare are ignored. A missing param takes its default when [defaults] is true.
     *
     * @throws ConfigurationError naming every param that is missing or does not bind
     */
    public fun decode(params: Params, defaults: Boolean = false): P

    /**
     * Returns what [name] becomes when it alone is omitted from [point]; with [group], when the outermost nested class
     * with a default that holds it is omitted as a whole.
     */
    public fun defaultOf(point: P, name: String, group: Boolean): Baseline
}

/** A param's default when a table set first saw it, or that there is none. */
public sealed interface Baseline {
    /** There is no default, it throws, or it depends on other params: the param always counts. */
    public data object None : Baseline

    /** The default is [value], normalised; null is a value. */
    public data class Value(val value: Any?) : Baseline
}
