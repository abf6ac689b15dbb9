package mydriver.store.query.where

/** A row as the reference sees it: `Long`, `Double`, `String`, `Boolean` or null by name. */
typealias ReferenceRow = Map<String, Any?>

/**
 * An expression that was generated: its text, how tightly its operator binds, and what it means by the reference, which
 * shares nothing with the code under test. Null is SQL's NULL.
 */
class Formula(val text: String, val level: Int, val value: (ReferenceRow) -> Any?) {
    /** Its text as an operand of something that binds as tightly as [outer]. */
    fun within(outer: Int, spare: Boolean = false): String = if (level < outer || spare) "($text)" else text

    override fun toString(): String = text

    companion object {
        const val OR = 1
        const val AND = 2
        const val NOT = 3
        const val COMPARISON = 4
        const val SUM = 5
        const val PRODUCT = 6
        const val SIGN = 7
        const val PRIMARY = 8
    }
}
