package mydriver.store.dialect

/**
 * Returns the first word of [sql] or, where something else stands there, its first character; empty when there is
 * nothing but white space, comments and opening brackets.
 *
 * @param nested whether a comment can stand in another one
 */
internal fun firstWord(sql: String, nested: Boolean): String {
    var i = 0
    while (i < sql.length) {
        i =
            when {
                sql[i].isWhitespace() || sql[i] == '(' -> i + 1
                sql.startsWith("--", i) -> sql.indexOf('\n', i).takeIf { it >= 0 } ?: sql.length
                sql.startsWith("/*", i) -> commentEnd(sql, i, nested)
                else -> return wordAt(sql, i)
            }
    }
    return ""
}

private fun wordAt(sql: String, start: Int): String {
    val word = sql.substring(start).takeWhile { it.isLetterOrDigit() || it == '_' }
    return word.ifEmpty { sql.substring(start, start + 1) }
}

private fun commentEnd(sql: String, start: Int, nested: Boolean): Int {
    var depth = 0
    var i = start
    while (i < sql.length) {
        val opens = sql.startsWith("/*", i) && (depth == 0 || nested)
        val closes = !opens && sql.startsWith("*/", i)
        if (opens) depth++
        if (closes) depth--
        i += if (opens || closes) 2 else 1
        if (closes && depth == 0) return i
    }
    return sql.length
}
