package mydriver.model

/**
 * The params of one trial, from name to value, immutable.
 *
 * This is what is stored of a trial, and the type of the params when an experiment declares no class of its own:
 * ```
 * experiment<Params>("sweep") {
 *     grid { trial("lr" to 0.1, "layers" to 3) }
 *     job { p -> train(p.double("lr"), p.int("layers")) }
 * }
 * ```
 *
 * Values are normalised: integers to `Long`, `Float` and `Double` to `Double`, enums to their constant's name; text and
 * booleans stay; null is a value. Order is kept and does not count for equality.
 */
public class Params private constructor(private val values: Map<String, Any?>) {
    /** The names, in the order in which they were given. */
    public val names: Set<String>
        get() = values.keys

    /** Returns the value of [name]: a `Long`, `Double`, `String`, `Boolean` or null. */
    public operator fun get(name: String): Any? = values[name] ?: if (name in values) null else throw missing(name)

    /** Returns whether there is a param called [name], null or not. */
    public operator fun contains(name: String): Boolean = name in values

    /** Returns the integer or real [name] as a double. */
    public fun double(name: String): Double = typed<Number>(name, "a number").toDouble()

    /** Returns the integer [name]; a whole real is taken for one. */
    public fun long(name: String): Long =
        when (val value = get(name)) {
            is Long -> value
            is Double -> value.toLong().takeIf { it.toDouble() == value && it != Long.MAX_VALUE }
            else -> null
        } ?: throw mismatch(name, "an integer")

    /** Returns the integer [name] as an `Int`. */
    public fun int(name: String): Int =
        long(name).let { if (it in Int.MIN_VALUE..Int.MAX_VALUE) it.toInt() else throw mismatch(name, "an Int") }

    /** Returns the text [name]. */
    public fun string(name: String): String = typed<String>(name, "text")

    /** Returns the boolean [name]. */
    public fun boolean(name: String): Boolean = typed<Boolean>(name, "a boolean")

    /** Returns the values by name. */
    public fun toMap(): Map<String, Any?> = values

    override fun equals(other: Any?): Boolean = other is Params && other.values == values

    override fun hashCode(): Int = values.hashCode()

    /** Returns the params as `lr=0.1 layers=3`. */
    override fun toString(): String = values.entries.joinToString(" ") { (name, value) -> "$name=$value" }

    private inline fun <reified T> typed(name: String, rule: String): T = get(name) as? T ?: throw mismatch(name, rule)

    private fun mismatch(name: String, rule: String) =
        ConfigurationError("param \"$name\" is ${values[name]}, not $rule")

    private fun missing(name: String) =
        ConfigurationError("there is no param \"$name\"; there are: ${names.joinToString().ifEmpty { "none" }}")

    public companion object {
        private val NONE = Params(emptyMap())

        /**
         * Returns params from pairs such as `"lr" to 0.1`; a later pair of the same name wins nothing: it is refused.
         */
        @JvmStatic
        public fun of(vararg pairs: Pair<String, Any?>): Params {
            val values = LinkedHashMap<String, Any?>(pairs.size * 2)
            for ((name, value) in pairs) {
                if (name in values) throw ConfigurationError("param \"$name\" is given twice; give each param once")
                values[name] = value
            }
            return of(values)
        }

        /**
         * Returns params of a map.
         *
         * @throws ConfigurationError naming every name and value that cannot be stored
         */
        @JvmStatic
        public fun of(values: Map<String, Any?>): Params {
            if (values.isEmpty()) return NONE
            val faults = ArrayList<String>(0)
            val normal = LinkedHashMap<String, Any?>(values.size * 2)
            for ((name, value) in values) {
                nameFault(name)?.let(faults::add)
                normal[name] = normalised(name, value, faults)
            }
            if (faults.isNotEmpty()) throw ConfigurationError(faults.joinToString("\n"))
            return Params(normal)
        }

        /**
         * Returns params that were normalised before, such as those read back from a store, without checking them
         * again; [values] must not change afterwards. Everybody else calls [of].
         */
        public fun trusted(values: Map<String, Any?>): Params = Params(values)
    }
}
