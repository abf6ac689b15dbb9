package mydriver.report

/**
 * Whether a terminal would act on [character] instead of showing it: C0 and C1 controls, and the marks that turn the
 * direction of text, with which a value could pose as another.
 *
 * The ranges of directional marks are those of Unicode Standard Annex 9, section 2.
 */
internal fun isUnsafe(character: Char): Boolean =
    character < ' ' ||
        character in '\u007f'..'\u009f' ||
        character in '\u202a'..'\u202e' ||
        character in '\u2066'..'\u2069' ||
        character == '\u2028' ||
        character == '\u2029'

/** Returns [text] on one line, with everything a terminal would act on spelt out: `\n`, `\t`, `\u001b`. */
internal fun oneLine(text: String): String {
    if (text.none(::isUnsafe)) return text
    return buildString { text.forEach { if (isUnsafe(it)) append(escape(it)) else append(it) } }
}

/** Returns [text] with everything but line breaks and tabs spelt out, for machine formats looked at on a terminal. */
internal fun harmless(text: String): String {
    if (text.none { isUnsafe(it) && it !in KEPT }) return text
    return buildString { text.forEach { if (isUnsafe(it) && it !in KEPT) append(escape(it)) else append(it) } }
}

private const val KEPT = "\n\t"

private fun escape(character: Char): String =
    when (character) {
        '\n' -> "\\n"
        '\t' -> "\\t"
        '\r' -> "\\r"
        else -> "\\u%04x".format(character.code)
    }
