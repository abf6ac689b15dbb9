package mydriver.template.jinja

import mydriver.model.nearest
import mydriver.model.shellQuoted

/** What a filter does with a value and its arguments. */
internal typealias Filter = (Any?, Arguments) -> Any?

/**
 * The filters of Jinja2 that make sense for files of params, and `quote` for launchers; those for HTML pages and at
 * random are left out.
 */
internal val FILTERS: Map<String, Filter> by lazy { TEXT_FILTERS + NUMBER_FILTERS + LIST_FILTERS }

internal fun applyFilter(name: String, value: Any?, arguments: Arguments): Any? =
    (FILTERS[name] ?: throw ExpressionFault(unknownFilter(name)))(value, arguments)

internal fun unknownFilter(name: String): String = unknown("filter", name, FILTERS.keys)

internal fun unknownTest(name: String): String = unknown("test", name, TESTS.keys)

/** Returns that there is no [kind] called [name], and which there are. */
internal fun unknown(kind: String, name: String, names: Collection<String>): String {
    val meant = nearest(name, names.toList())
    val known =
        if (meant.isEmpty()) "there are: ${names.sorted().joinToString()}"
        else "did you mean ${meant.joinToString(" or ")}?"
    return "there is no $kind \"$name\"; $known"
}

private val TEXT_FILTERS: Map<String, Filter> =
    mapOf(
        "upper" to { value, _ -> str(value).uppercase() },
        "lower" to { value, _ -> str(value).lowercase() },
        "title" to { value, _ -> titled(str(value)) },
        "capitalize" to { value, _ -> capitalised(str(value)) },
        "string" to { value, _ -> str(value) },
        "safe" to { value, _ -> value },
        "trim" to { value, arguments -> trimmed(str(value), arguments) { it.trimStart(this).trimEnd(this) } },
        "replace" to { value, arguments -> replaced(str(value), arguments) },
        "center" to
            { value, arguments ->
                val width = width(arguments.bound("center", "width")[0] orIfMissing 80L)
                val text = str(value)
                val room = maxOf(0, width - text.length)
                // Python puts the odd blank to the left where the width is odd.
                val before = room / 2 + (room and width and 1)
                " ".repeat(before) + text + " ".repeat(room - before)
            },
        "indent" to ::indented,
        "format" to { value, arguments -> printf(str(value), arguments) },
        "quote" to { value, _ -> quotedForShell(str(value)) },
        "wordcount" to { value, _ -> WORDS.findAll(str(value)).count().toLong() },
        "escape" to { value, _ -> escaped(str(value)) },
        "e" to { value, _ -> escaped(str(value)) },
        "tojson" to
            { value, arguments ->
                val (indent) = arguments.bound("tojson", "indent")
                json(value, (indent orIfMissing null)?.let(::width))
            },
        "default" to ::defaulted,
        "d" to ::defaulted,
    )

private fun defaulted(value: Any?, arguments: Arguments): Any? {
    val (default, falsy) = arguments.bound("default", "default_value", "boolean")
    val missing = value === MISSING || truth(falsy orIfMissing false) && !truth(value)
    return if (missing) default orIfMissing "" else value
}

private fun indented(value: Any?, arguments: Arguments): String {
    val (width, first, blank) = arguments.bound("indent", "width", "first", "blank")
    val prefix = (width orIfMissing 4L).let { it as? String ?: " ".repeat(width(it)) }
    return str(value)
        .split("\n")
        .mapIndexed { i, line ->
            val indents =
                if (i == 0) truth(first orIfMissing false) else line.isNotEmpty() || truth(blank orIfMissing false)
            if (indents) prefix + line else line
        }
        .joinToString("\n")
}

private fun quotedForShell(text: String): String =
    try {
        shellQuoted(text)
    } catch (fault: IllegalArgumentException) {
        throw ExpressionFault("quote: ${fault.message}", fault)
    }

private fun escaped(text: String): String =
    text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("'", "&#39;").replace("\"", "&#34;")

private val WORDS = Regex("""\w+""")
