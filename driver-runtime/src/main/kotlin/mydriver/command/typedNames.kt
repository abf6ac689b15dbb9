package mydriver.command

import mydriver.store.query.Namespace
import mydriver.store.query.quotedEnd
import mydriver.store.query.unquoted

/** A word such as `lr=0.1`; a name that holds an equals sign stands in double quotes, `"a=b"=0.1`. */
internal class NamedValue private constructor(val name: String, val value: String) {
    companion object {
        /** Returns what [word] says, or null if it is none. */
        fun of(word: String): NamedValue? {
            val quoted = if (word.startsWith('"')) quotedEnd(word, 0) else null
            if (quoted != null && word.startsWith("=", quoted))
                return NamedValue(unquoted(word.substring(0, quoted)), word.substring(quoted + 1))
            val sign = word.indexOf('=')
            return if (sign < 1) null else NamedValue(word.substring(0, sign), word.substring(sign + 1))
        }
    }
}

/**
 * Returns the names that [typed] lists, separated by commas. One that holds a comma stands in double quotes, `"a,b"` or
 * `params."a,b"`, and keeps them, so that its column is found by what stands within.
 */
internal fun listedNames(typed: String): List<String> {
    val names = ArrayList<String>()
    var start = 0
    while (true) {
        val end = listedEnd(typed, start)
        names += typed.substring(start, end)
        if (end == typed.length) return names
        start = end + 1
    }
}

private fun listedEnd(typed: String, start: Int): Int {
    val prefix = Namespace.entries.map { "${it.prefix}." }.firstOrNull { typed.startsWith(it, start) }.orEmpty()
    val opening = start + prefix.length
    val closed = if (typed.startsWith("\"", opening)) quotedEnd(typed, opening) else null
    if (closed != null && (closed == typed.length || typed[closed] == ',')) return closed
    return typed.indexOf(',', start).let { if (it < 0) typed.length else it }
}
