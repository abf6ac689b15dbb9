package mydriver.store.export

import mydriver.model.Kind
import mydriver.store.json.SPECIAL_REALS

/** Puts scalars of JSON into an [ExportRow], as values of the kinds that its columns have. */
internal class ValueCells(private val row: ExportRow) {
    private val real = BooleanArray(row.size) { row.columns[it].kind == Kind.REAL }
    private val numbers = NumberCells(row)

    /** Puts the scalar in [bytes] into the cell at [index]. */
    fun put(index: Int, bytes: ByteArray, start: Int, end: Int) {
        when (bytes[start].toInt().toChar()) {
            '"' -> text(index, bytes, start + 1, end - 1)
            't' -> row.set(index, Form.TRUE, bytes, start, end)
            'f' -> row.set(index, Form.FALSE, bytes, start, end)
            'n' -> row.clear(index)
            else -> numbers.put(index, real[index], bytes, start, end)
        }
    }

    private fun text(index: Int, bytes: ByteArray, start: Int, end: Int) {
        val form =
            when {
                real[index] && isSpecial(bytes, start, end) -> if (bytes[end - 1] == ZERO) Form.REAL else Form.SPECIAL
                hasEscape(bytes, start, end) -> Form.ESCAPED
                else -> Form.TEXT
            }
        row.set(index, form, bytes, start, end)
    }

    private fun isSpecial(bytes: ByteArray, start: Int, end: Int) = SPECIALS.any {
        java.util.Arrays.equals(bytes, start, end, it, 0, it.size)
    }

    private fun hasEscape(bytes: ByteArray, start: Int, end: Int): Boolean {
        for (i in start until end) if (bytes[i] == BACKSLASH) return true
        return false
    }

    private companion object {
        const val BACKSLASH = '\\'.code.toByte()
        const val ZERO = '0'.code.toByte()
        val SPECIALS = SPECIAL_REALS.keys.map { it.toByteArray() }
    }
}
