package mydriver.model

/** The longest name a param may have, in characters. */
public const val LONGEST_PARAM_NAME: Int = 1_000

/** Returns what is wrong with a param's [name], or null. */
public fun nameFault(name: String): String? =
    when {
        name.isEmpty() -> "a param has an empty name; names have 1 to $LONGEST_PARAM_NAME characters"
        name.length > LONGEST_PARAM_NAME ->
            "the param name \"${name.take(40)}…\" has ${name.length} characters; at most $LONGEST_PARAM_NAME are allowed"
        unstorable(name) < 0 -> null
        else -> textFault("the param name \"$name\"", name)
    }

/** Returns why [text] cannot be stored by every database, or null; [what] names it in the message. */
public fun textFault(what: String, text: String): String? {
    val at = unstorable(text)
    return if (at < 0) null
    else "$what holds U+%04X at character $at, which no database can store; remove it".format(text[at].code)
}

/** Returns where in [text] the first character stands that no database can store, or -1. */
private fun unstorable(text: String): Int {
    var i = 0
    while (i < text.length) {
        val unit = text[i]
        val pair = unit.isHighSurrogate() && i + 1 < text.length && text[i + 1].isLowSurrogate()
        if (unit == '\u0000' || (unit.isSurrogate() && !pair)) return i
        i += if (pair) 2 else 1
    }
    return -1
}

/** Returns why [text] cannot be a word for a program, or null; [what] names it in the message. */
internal fun wordFault(what: String, text: String): String? =
    textFault(what, text)?.replace("no database can store", "no program can be given")

/** Returns why [name] cannot be the name of a variable for a program, or null. */
internal fun variableFault(name: String): String? =
    if (VARIABLE.matches(name)) null
    else "the variable \"${name.take(60)}\": a name has letters, digits and _, and begins with no digit"

private val VARIABLE = Regex("[A-Za-z_][A-Za-z0-9_]*")

/**
 * Returns [text] with U+FFFD in place of what no database can store: for words that nobody could have chosen better.
 */
public fun storable(text: String): String {
    if (unstorable(text) < 0) return text
    val result = StringBuilder(text.length)
    var i = 0
    while (i < text.length) {
        val code = text.codePointAt(i)
        val bad = code == 0 || code in Char.MIN_SURROGATE.code..Char.MAX_SURROGATE.code
        result.appendCodePoint(if (bad) REPLACEMENT else code)
        i += Character.charCount(code)
    }
    return result.toString()
}

private const val REPLACEMENT = 0xFFFD

/** Returns [value] as one of the five stored types, adding to [faults] when it is none. */
internal fun normalised(name: String, value: Any?, faults: MutableList<String>): Any? =
    when (value) {
        null,
        is Long,
        is Double,
        is Boolean -> value
        // Words for what is at fault are made only when something is.
        is String -> value.also { if (unstorable(it) >= 0) faults += textFault("param \"$name\"", it)!! }
        is Int,
        is Short,
        is Byte -> (value as Number).toLong()
        // By way of text: 0.1f is meant as 0.1, and reading it back as a Float gives the same bits.
        is Float -> value.toString().toDouble()
        is Enum<*> -> value.name
        else -> {
            faults += "param \"$name\" is a ${value.javaClass.name}; params are numbers, text, booleans, enums or null"
            null
        }
    }
