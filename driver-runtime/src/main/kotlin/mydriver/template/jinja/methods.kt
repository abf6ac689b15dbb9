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
        "startswith" to { text, arguments -> text.startsWith(text(arguments.positional.firstOrNull())) },
        "endswith" to { text, arguments -> text.endsWith(text(arguments.positional.firstOrNull())) },
        "find" to { text, arguments -> text.indexOf(text(arguments.positional.firstOrNull())).toLong() },
        "count" to
            { text, arguments ->
                text
                    .windowed(text(arguments.positional.first()).length)
                    .count { it == arguments.positional.first() }
                    .toLong()
            },
        "zfill" to
            { text, arguments ->
                val sign = text.takeWhile { it == '-' || it == '+' }.take(1)
                sign + text.removePrefix(sign).padStart(whole(arguments.positional.first()) - sign.length, '0')
            },
        "join" to { text, arguments -> iterated(arguments.positional.first()).joinToString(text) { text(it) } },
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
        "count" to { list, arguments -> list.count { same(it, arguments.positional.first()) }.toLong() },
        "index" to { list, arguments -> list.indexOfFirst { same(it, arguments.positional.first()) }.toLong() },
    )

/** The text [value], or a fault. */
internal fun text(value: Any?): String = value as? String ?: throw ExpressionFault("${repr(value)} is not text")

/** The integer [value], or a fault. */
internal fun whole(value: Any?): Int =
    (number(value) as? Long)?.takeIf { it in Int.MIN_VALUE..Int.MAX_VALUE }?.toInt()
        ?: throw ExpressionFault("${repr(value)} is no integer that can be used here")

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

private val WORD = Regex("""[\p{L}\p{N}_']+""")
private val BLANKS = Regex("""\s+""")
