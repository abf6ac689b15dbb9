package mydriver.template.jinja

/** Returns the method called [name] of [value], or null if it has none that templates may call. */
internal fun method(value: Any?, name: String): Callable? =
    when (value) {
        is String -> TEXT_METHODS[name]?.let { function -> Callable { function(value, it) } }
        is Map<*, *> -> MAP_METHODS[name]?.let { function -> Callable { function(value, it) } }
        is List<*> -> LIST_METHODS[name]?.let { function -> Callable { function(value, it) } }
        else -> null
    }

private val TEXT_METHODS: Map<String, (String, Arguments) -> Any?> =
    mapOf(
        "upper" to { text, _ -> text.uppercase() },
        "lower" to { text, _ -> text.lowercase() },
        "title" to { text, _ -> titled(text) },
        "capitalize" to { text, _ -> capitalised(text) },
        "strip" to { text, arguments -> trimmed(text, arguments) { it.trimStart(this).trimEnd(this) } },
        "lstrip" to { text, arguments -> trimmed(text, arguments) { it.trimStart(this) } },
        "rstrip" to { text, arguments -> trimmed(text, arguments) { it.trimEnd(this) } },
        "split" to ::split,
        "splitlines" to { text, _ -> text.lines() },
        "replace" to { text, arguments -> replaced(text, arguments) },
        "startswith" to { text, arguments -> text.startsWith(text(arguments.first("startswith"))) },
        "endswith" to { text, arguments -> text.endsWith(text(arguments.first("endswith"))) },
        "find" to { text, arguments -> text.indexOf(text(arguments.first("find"))).toLong() },
        "count" to
            { text, arguments ->
                val wanted = text(arguments.first("count"))
                if (wanted.isEmpty()) text.length + 1L else text.split(wanted).size - 1L
            },
        "zfill" to
            { text, arguments ->
                val sign = text.takeWhile { it == '-' || it == '+' }.take(1)
                val digits = maxOf(0, width(arguments.first("zfill")) - sign.length)
                sign + text.removePrefix(sign).padStart(digits, '0')
            },
        "join" to { text, arguments -> iterated(arguments.first("join")).joinToString(text) { text(it) } },
    )

private val MAP_METHODS: Map<String, (Map<*, *>, Arguments) -> Any?> =
    mapOf(
        "items" to { map, _ -> map.entries.map { PythonTuple(listOf(it.key, it.value)) } },
        "keys" to { map, _ -> map.keys.toList() },
        "values" to { map, _ -> map.values.toList() },
        "get" to
            { map, arguments ->
                val (key, default) = arguments.bound("get", "key", "default")
                if (key in map) map[key] else default orIfMissing null
            },
    )

private val LIST_METHODS: Map<String, (List<*>, Arguments) -> Any?> =
    mapOf(
        "count" to { list, arguments -> list.count { same(it, arguments.first("count")) }.toLong() },
        "index" to
            { list, arguments ->
                val wanted = arguments.first("index")
                val found = list.indexOfFirst { same(it, wanted) }
                if (found < 0) throw ExpressionFault("${repr(wanted)} is not in the list") else found.toLong()
            },
    )

/** The text [value], or a fault. */
internal fun text(value: Any?): String = value as? String ?: throw ExpressionFault("${repr(value)} is not text")

/** The integer [value], or a fault. */
internal fun whole(value: Any?): Int =
    (number(value) as? Long)?.takeIf { it in Int.MIN_VALUE..Int.MAX_VALUE }?.toInt()
        ?: throw ExpressionFault("${repr(value)} is no integer that can be used here")

/** The integer [value] as a number of characters or digits, or a fault if it is beyond reason. */
internal fun width(value: Any?): Int =
    whole(value).let {
        if (it > WIDEST) throw ExpressionFault("$it characters are too many; $WIDEST is the most") else maxOf(0, it)
    }

internal fun capitalised(text: String): String = text.take(1).uppercase() + text.drop(1).lowercase()

internal fun titled(text: String): String = WORD.replace(text) { capitalised(it.value) }

internal fun replaced(text: String, arguments: Arguments): String {
    val (old, new, count) = arguments.bound("replace", "old", "new", "count")
    val from = str(old.given("replace: the text to be replaced"))
    val to = str(new.given("replace: the text to put there"))
    val most = (count orIfMissing null)?.let(::whole)?.takeIf { it >= 0 } ?: return text.replace(from, to)
    return (1..most)
        .fold(text to 0) { (done, at), _ ->
            val found = done.indexOf(from, at)
            if (found < 0 || from.isEmpty()) done to done.length
            else done.replaceRange(found, found + from.length, to) to found + to.length
        }
        .first
}

internal fun trimmed(text: String, arguments: Arguments, trim: ((Char) -> Boolean).(String) -> String): String {
    val (chars) = arguments.bound("strip", "chars")
    val set = chars orIfMissing null
    val belongs: (Char) -> Boolean = if (set == null) { it -> it.isWhitespace() } else { it -> it in text(set) }
    return belongs.trim(text)
}

private fun split(text: String, arguments: Arguments): List<String> {
    val (separator, most) = arguments.bound("split", "sep", "maxsplit")
    val limit = (most orIfMissing null)?.let(::whole)?.takeIf { it >= 0 }?.plus(1) ?: 0
    val by = separator orIfMissing null
    if (by == null) return BLANKS.split(text.trim(), limit).filter { it.isNotEmpty() }
    if (by == "") throw ExpressionFault("split needs a separator that is not empty")
    return text.split(text(by), limit = limit)
}

private const val WIDEST = 10_000
private val WORD = Regex("""[^-\s({\[<]+""")
private val BLANKS = Regex("""\s+""")
