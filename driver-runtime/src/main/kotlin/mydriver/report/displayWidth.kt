package mydriver.report

/** Returns how many columns of a terminal [text] takes: wide characters and emoji take two, marks on others none. */
public fun displayWidth(text: String): Int {
    var width = 0
    var i = 0
    while (i < text.length) {
        val point = text.codePointAt(i)
        width += widthOf(point)
        i += Character.charCount(point)
    }
    return width
}

/** Returns the beginning of [text] that fits into [width] columns, with … when something is missing. */
public fun shortened(text: String, width: Int): String {
    if (text.length <= width && displayWidth(text) <= width) return text
    var used = 0
    var i = 0
    while (i < text.length) {
        val point = text.codePointAt(i)
        used += widthOf(point)
        if (used > width - 1) break
        i += Character.charCount(point)
    }
    return text.substring(0, i) + "…"
}

private fun widthOf(point: Int): Int =
    when {
        point < FIRST_WIDE -> if (point < FIRST_MARK || !isMark(point)) 1 else 0
        isMark(point) -> 0
        WIDE.any { point in it } -> 2
        else -> 1
    }

private fun isMark(point: Int): Boolean =
    when (Character.getType(point).toByte()) {
        Character.NON_SPACING_MARK,
        Character.ENCLOSING_MARK,
        Character.FORMAT -> true
        else -> false
    }

private const val FIRST_MARK = 0x300
private const val FIRST_WIDE = 0x1100

/** The blocks that are wide or full-width in Unicode Standard Annex 11, and the emoji. */
private val WIDE =
    listOf(
        0x1100..0x115f,
        0x231a..0x231b,
        0x23e9..0x23f3,
        0x2614..0x2615,
        0x2648..0x2653,
        0x26a1..0x26a1,
        0x2705..0x2705,
        0x2728..0x2728,
        0x274c..0x274e,
        0x2753..0x2757,
        0x2795..0x2797,
        0x2e80..0x303e,
        0x3041..0x4dbf,
        0x4e00..0xa4cf,
        0xa960..0xa97c,
        0xac00..0xd7a3,
        0xf900..0xfaff,
        0xfe30..0xfe6f,
        0xff00..0xff60,
        0xffe0..0xffe6,
        0x1f004..0x1f004,
        0x1f0cf..0x1f0cf,
        0x1f18e..0x1f19a,
        0x1f200..0x1f64f,
        0x1f680..0x1f6ff,
        0x1f7e0..0x1f7eb,
        0x1f900..0x1faff,
        0x20000..0x3fffd,
    )
