package mydriver.store.query

/**
 * Returns where the text in double quotes that begins at [start] of [text] has ended, or null if it does not. Two
 * double quotes within are one that is part of it.
 */
internal fun quotedEnd(text: String, start: Int): Int? {
    var at = start + 1
    while (at < text.length) {
        if (text[at] != '"') at++ else if (text.startsWith("\"", at + 1)) at += 2 else return at + 1
    }
    return null
}

/** Returns what the [quoted] text says, which begins and ends with a double quote. */
internal fun unquoted(quoted: String): String = quoted.substring(1, quoted.length - 1).replace("\"\"", "\"")
