package mydriver.store.export

/**
 * Puts numbers of JSON into an [ExportRow], in the one form that Java writes, whatever the database made of them:
 * PostgreSQL writes 0.00001 for 1.0E-5.
 *
 * Nearly all of them are in that form already, and are not copied.
 */
internal class NumberCells(private val row: ExportRow) {
    /** Puts the number in [bytes] into the cell at [index]; [real] says that its column holds doubles. */
    fun put(index: Int, real: Boolean, bytes: ByteArray, start: Int, end: Int) {
        if (isWhole(bytes, start, end)) whole(index, real, bytes, start, end)
        else if (isPlain(bytes, start, end)) row.set(index, Form.REAL, bytes, start, end)
        else real(index, text(bytes, start, end).toDouble())
    }

    private fun whole(index: Int, real: Boolean, bytes: ByteArray, start: Int, end: Int) {
        val number = if (end - start < SAFE) wholeNumber(bytes, start, end) else text(bytes, start, end).toLongOrNull()
        when {
            number == null -> real(index, text(bytes, start, end).toDouble())
            !real -> row.set(index, Form.INTEGER, bytes, start, end)
            // From before the column widened: a double would lose digits.
            number.toDouble().toLong() != number || number == Long.MAX_VALUE ->
                row.set(index, Form.INTEGER, bytes, start, end)
            else -> real(index, number.toDouble())
        }
    }

    private fun real(index: Int, number: Double) {
        val text = number.toString().toByteArray(Charsets.ISO_8859_1)
        row.set(index, if (number.isFinite()) Form.REAL else Form.SPECIAL, text, 0, text.size)
    }

    private fun isWhole(bytes: ByteArray, start: Int, end: Int): Boolean {
        for (i in start until end) if (bytes[i] < ZERO && bytes[i] != MINUS || bytes[i] > NINE) return false
        return true
    }

    /** Whether Java would write it so: no exponent, from a thousandth to below ten million, no needless zeros. */
    private fun isPlain(bytes: ByteArray, start: Int, end: Int): Boolean {
        val first = if (bytes[start] == MINUS) start + 1 else start
        var point = first
        while (point < end && bytes[point] in ZERO..NINE) point++
        if (point == end || bytes[point] != POINT || point - first !in 1..LARGEST || end - first > LONGEST) return false
        return isFraction(bytes, first, point, end)
    }

    private fun isFraction(bytes: ByteArray, first: Int, point: Int, end: Int): Boolean {
        var nonZero = -1
        for (i in point + 1 until end) {
            if (bytes[i] !in ZERO..NINE) return bytes[i] == EXPONENT && isExponent(bytes, first, point, i, end)
            if (nonZero < 0 && bytes[i] != ZERO) nonZero = i - point
        }
        if (bytes[end - 1] == ZERO) return end - point == 2
        return bytes[first] != ZERO || (point - first == 1 && nonZero in 1..SMALLEST)
    }

    /** Whether it has one digit before the point and an exponent where Java has one. */
    private fun isExponent(bytes: ByteArray, first: Int, point: Int, exponent: Int, end: Int): Boolean {
        if (point - first != 1 || bytes[first] == ZERO || exponent == point + 1 || exponent + 1 == end) return false
        if (bytes[exponent - 1] == ZERO && exponent - point > 2) return false
        val negative = bytes[exponent + 1] == MINUS
        val digits = if (negative) exponent + 2 else exponent + 1
        if (end - digits !in 1..EXPONENT_DIGITS || bytes[digits] == ZERO) return false
        for (i in digits until end) if (bytes[i] !in ZERO..NINE) return false
        val size = wholeNumber(bytes, digits, end)
        return if (negative) size in LEAST_NEGATIVE until LARGE else size in LEAST_POSITIVE until LARGE
    }

    private fun text(bytes: ByteArray, start: Int, end: Int) = String(bytes, start, end - start, Charsets.ISO_8859_1)

    private companion object {
        const val ZERO = '0'.code.toByte()
        const val NINE = '9'.code.toByte()
        const val MINUS = '-'.code.toByte()
        const val POINT = '.'.code.toByte()
        const val EXPONENT = 'E'.code.toByte()

        /** So many characters always fit 64 bits. */
        const val SAFE = 19

        /** So many characters a double takes at most, its sign aside, as Java writes it. */
        const val LONGEST = 24

        /** So many digits stand before the point at most, and so many behind it until the first that is no zero. */
        const val LARGEST = 7
        const val SMALLEST = 3
        const val EXPONENT_DIGITS = 3
        const val LEAST_POSITIVE = 7
        const val LEAST_NEGATIVE = 4
        const val LARGE = 300
    }
}
