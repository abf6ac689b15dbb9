package mydriver.store

/**
 * Returns [text] with every character replaced by U+FFFD that no database stores: U+0000 and lone surrogates, which
 * what a job printed or threw may contain.
 */
internal fun storable(text: String?): String? {
    if (text == null || text.none { it == '\u0000' || it.isSurrogate() }) return text
    return buildString(text.length) {
        var i = 0
        while (i < text.length) {
            val unit = text[i++]
            val pair = unit.isHighSurrogate() && i < text.length && text[i].isLowSurrogate()
            if (pair) append(unit).append(text[i++])
            else append(if (unit == '\u0000' || unit.isSurrogate()) '\uFFFD' else unit)
        }
    }
}
