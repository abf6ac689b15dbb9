package mydriver.store

/** The longest name of a table set: `<name>_submission` and its indexes must fit the 63 bytes of PostgreSQL. */
internal const val LONGEST_TABLE_SET_NAME: Int = 40

private val SAFE = Regex("[A-Za-z_][A-Za-z0-9_]*")

/** Returns what is wrong with [name] as the prefix of a table set's tables, or null. */
internal fun tableSetNameFault(name: String): String? {
    val rule = "a table set's name has 1 to $LONGEST_TABLE_SET_NAME letters a-z, digits and _, and starts with no digit"
    if (name.length <= LONGEST_TABLE_SET_NAME && SAFE.matches(name)) return null
    return "\"${name.take(60)}\" cannot name a table set: $rule; write for instance \"${safeTableSetName(name)}\""
}

/** Returns [text], such as an experiment's name, as a name that a table set may have. */
public fun safeTableSetName(text: String): String {
    val safe = text.map { if (it in 'a'..'z' || it in 'A'..'Z' || it in '0'..'9') it else '_' }.joinToString("")
    val named = if (safe.all { it == '_' }) "experiment" else safe
    return (if (named[0].isDigit()) "_$named" else named).take(LONGEST_TABLE_SET_NAME)
}
