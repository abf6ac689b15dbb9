package mydriver.store.query.where

/** How two values are compared. */
internal enum class Relation(val sql: String) {
    EQUAL("="),
    UNEQUAL("<>"),
    LESS("<"),
    AT_MOST("<="),
    GREATER(">"),
    AT_LEAST(">=");

    companion object {
        fun of(sign: String): Relation? =
            when (sign) {
                "==" -> EQUAL
                "!=" -> UNEQUAL
                else -> entries.firstOrNull { it.sql == sign }
            }
    }
}

/** How two numbers are calculated with. */
internal enum class Operator(val sql: String) {
    PLUS("+"),
    MINUS("-"),
    TIMES("*"),
    DIVIDED("/"),
    REMAINDER("%");

    companion object {
        fun of(sign: String): Operator? = entries.firstOrNull { it.sql == sign }
    }
}

/** What can be done with one value. */
internal enum class Function(val label: String) {
    NEGATE("-"),
    ABS("abs"),

    /** Of the letters A to Z only, which both databases agree on. */
    LOWER("lower"),
    UPPER("upper"),

    /** In Unicode characters. */
    LENGTH("length");

    companion object {
        val callable: List<Function> = entries - NEGATE

        fun called(name: String): Function? = callable.firstOrNull { it.label.equals(name, ignoreCase = true) }
    }
}
