package mydriver.store.query.where

import mydriver.store.dialect.QuerySql

/**
 * Arithmetic on doubles by one rule on every database, as formulas over the operands `a` and `b`.
 *
 * The rule is that of IEEE 754 but for this: what is divided by zero, and a remainder of which no digit is known, is
 * NULL; a result beyond [LARGEST] is infinite and one below the smallest double is 0. The databases alone would differ:
 * PostgreSQL fails on overflow and underflow, SQLite makes NULL of NaN, and `%` is for whole numbers on SQLite and not
 * for doubles at all on PostgreSQL.
 */
internal class ArithmeticSql(spelling: QuerySql) {
    private val nan = spelling.constant(Double.NaN)
    private val infinity = spelling.constant(Double.POSITIVE_INFINITY)
    private val minusInfinity = spelling.constant(Double.NEGATIVE_INFINITY)
    private val zero = spelling.constant(0.0)
    private val one = spelling.constant(1.0)
    private val largest = spelling.constant(LARGEST)
    private val smallest = spelling.constant(java.lang.Double.MIN_VALUE)
    private val finite = "abs(a) < $infinity AND abs(b) < $infinity"

    fun binary(operator: Operator): String =
        when (operator) {
            Operator.PLUS -> sum("+", "a > $zero", "(a > $zero) = (b > $zero)")
            Operator.MINUS -> sum("-", "a > $zero", "(a > $zero) = (b < $zero)")
            Operator.TIMES -> product()
            Operator.DIVIDED -> quotient()
            Operator.REMAINDER -> remainder()
        }

    /** Returns [formula] over `a`, or NaN if that is NaN. */
    fun keepingNaN(formula: String): String = "CASE WHEN a = $nan THEN $nan ELSE $formula END"

    private fun sum(sign: String, positive: String, sameDirection: String) =
        known(
            "WHEN abs(a) = $infinity AND abs(b) = $infinity AND NOT ($sameDirection) THEN $nan " +
                "WHEN $finite AND $sameDirection AND abs(a) > $largest - abs(b) " +
                "THEN ${signed(positive)} ELSE a $sign b"
        )

    private fun product() =
        known(
            "WHEN (abs(a) = $infinity AND b = $zero) OR (a = $zero AND abs(b) = $infinity) THEN $nan " +
                "WHEN $finite AND abs(b) > $one AND abs(a) > $largest / abs(b) THEN ${signed(SAME_SIGN)} " +
                "WHEN a <> $zero AND b <> $zero AND abs(a) < $one AND abs(b) < $one AND abs(a) < $smallest / abs(b) " +
                "THEN $zero ELSE a * b"
        )

    private fun quotient() =
        known(
            "WHEN abs(a) = $infinity AND abs(b) = $infinity THEN $nan " +
                "WHEN $finite AND abs(b) < $one AND abs(a) > $largest * abs(b) THEN ${signed(SAME_SIGN)} " +
                "WHEN a <> $zero AND abs(b) > $one AND $finite AND abs(a) < $smallest * abs(b) THEN $zero ELSE a / b",
            "WHEN b = $zero THEN NULL ",
        )

    private fun remainder() =
        known(
            "WHEN abs(a) = $infinity THEN $nan WHEN abs(b) = $infinity OR abs(a) < abs(b) THEN a " +
                "WHEN abs(a) > 1e300 THEN NULL WHEN abs(a) > 1e-290 AND abs(a) / 9007199254740992 >= abs(b) THEN NULL " +
                "ELSE a - b * trunc(a / b)",
            "WHEN b = $zero THEN NULL ",
        )

    private fun known(cases: String, first: String = "") =
        "CASE WHEN a IS NULL OR b IS NULL THEN NULL ${first}WHEN a = $nan OR b = $nan THEN $nan $cases END"

    private fun signed(positive: String) = "CASE WHEN $positive THEN $infinity ELSE $minusInfinity END"

    internal companion object {
        /** A little below the largest double, so that no rounding on the way to the limit passes it. */
        const val LARGEST: Double = 1.79769313486231e308
        private const val SAME_SIGN = "(a > 0) = (b > 0)"
    }
}
