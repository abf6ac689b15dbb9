package mydriver.model

/** The kinds of values that params have; an enum is [TEXT], its constant's name. */
public enum class Kind(public val label: String) {
    /** 64-bit integers. */
    INTEGER("integer"),

    /** Doubles, NaN and infinities included. */
    REAL("real"),

    /** Any text without U+0000 and lone surrogates. */
    TEXT("text"),

    /** `true` or `false`. */
    BOOLEAN("boolean");

    public companion object {
        /** Returns the kind of a normalised value, or null for null. */
        public fun of(value: Any?): Kind? =
            when (value) {
                null -> null
                is Long -> INTEGER
                is Double -> REAL
                is String -> TEXT
                is Boolean -> BOOLEAN
                else -> throw IllegalArgumentException("${value.javaClass.name} is no kind of param")
            }

        /** Returns the kind with this [label]. */
        public fun labelled(label: String): Kind =
            entries.firstOrNull { it.label == label }
                ?: throw IllegalArgumentException("no kind of param is called \"$label\"")
    }
}
