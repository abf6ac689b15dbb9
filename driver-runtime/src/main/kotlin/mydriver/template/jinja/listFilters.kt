package mydriver.template.jinja

internal val LIST_FILTERS: Map<String, Filter> =
    mapOf(
        "length" to { value, _ -> length(value) },
        "count" to { value, _ -> length(value) },
        "list" to { value, _ -> iterated(value) },
        "first" to { value, _ -> iterated(value).firstOrNull { true } ?: ended(value, "first") },
        "last" to { value, _ -> iterated(value).lastOrNull() ?: ended(value, "last") },
        "reverse" to
            { value, _ ->
                iterated(value).reversed().let { if (value is String) it.joinToString("") else it }
            },
        "join" to
            { value, arguments ->
                val (separator, attribute) = arguments.bound("join", "d", "attribute")
                iterated(value).joinToString(str(separator orIfMissing "")) { str(picked(it, attribute)) }
            },
        "sum" to
            { value, arguments ->
                val (attribute, start) = arguments.bound("sum", "attribute", "start")
                iterated(value).fold(start orIfMissing 0L) { sum, item -> added(sum, picked(item, attribute)) }
            },
        "min" to { value, arguments -> extreme("min", value, arguments) { it < 0 } },
        "max" to { value, arguments -> extreme("max", value, arguments) { it > 0 } },
        "sort" to ::sorted,
        "unique" to
            { value, arguments ->
                val (cased, attribute) = arguments.bound("unique", "case_sensitive", "attribute")
                val seen = ArrayList<Any?>()
                iterated(value).filter { item ->
                    val key = folded(picked(item, attribute), cased)
                    seen.none { same(it, key) }.also { if (it) seen += key }
                }
            },
        "dictsort" to
            { value, _ ->
                if (value !is Map<*, *>) throw ExpressionFault("dictsort needs a dictionary")
                value.entries
                    .sortedWith { a, b -> order(folded(a.key, false), folded(b.key, false)) }
                    .map { PythonTuple(listOf(it.key, it.value)) }
            },
        "items" to
            { value, _ ->
                (method(value, "items") ?: throw ExpressionFault("items needs a dictionary")).call(Arguments())
            },
        "batch" to
            { value, arguments ->
                val (size, fill) = arguments.bound("batch", "linecount", "fill_with")
                val count = maxOf(1, width(size.given("batch: the size")))
                iterated(value).chunked(count).map { row ->
                    if (fill === MISSING || fill == null) row else row + List(count - row.size) { fill }
                }
            },
        "map" to ::mapped,
        "select" to { value, arguments -> iterated(value).filter { passes(it, arguments) } },
        "reject" to { value, arguments -> iterated(value).filterNot { passes(it, arguments) } },
        "selectattr" to { value, arguments -> iterated(value).filter { attributePasses(it, arguments) } },
        "rejectattr" to { value, arguments -> iterated(value).filterNot { attributePasses(it, arguments) } },
        "attr" to
            { value, arguments ->
                attribute(value, text(arguments.bound("attr", "name")[0].given("attr: the name")))
            },
    )

private fun length(value: Any?): Long =
    when (value) {
        is String -> value.codePointCount(0, value.length).toLong()
        is List<*> -> value.size.toLong()
        is Map<*, *> -> value.size.toLong()
        else -> throw ExpressionFault("${repr(value)} has no length")
    }

private fun ended(value: Any?, which: String): Any? =
    if (iterated(value).isEmpty()) throw UndefinedFault("an empty list has no $which item") else null

/** Returns what [path], such as `model.layers` or 0, leads to from [item]. */
private fun picked(item: Any?, path: Any?): Any? =
    when (path) {
        MISSING,
        null -> item
        is Long -> item(item, path)
        else -> text(path).split('.').fold(item) { of, name -> attribute(of, name) }
    }

private fun folded(value: Any?, cased: Any?): Any? =
    if (value is String && !truth(cased orIfMissing false)) value.lowercase() else value

private fun sorted(value: Any?, arguments: Arguments): List<Any?> {
    val (reverse, cased, attribute) = arguments.bound("sort", "reverse", "case_sensitive", "attribute")
    val inOrder =
        Comparator<Any?> { a, b -> order(folded(picked(a, attribute), cased), folded(picked(b, attribute), cased)) }
    return iterated(value).sortedWith(if (truth(reverse orIfMissing false)) inOrder.reversed() else inOrder)
}

private fun extreme(name: String, value: Any?, arguments: Arguments, wins: (Int) -> Boolean): Any? {
    val (cased, attribute) = arguments.bound(name, "case_sensitive", "attribute")
    fun key(item: Any?) = folded(picked(item, attribute), cased)
    val items = iterated(value)
    if (items.isEmpty()) throw UndefinedFault("an empty list has no $name")
    return items.reduce { best, item -> if (wins(order(key(item), key(best)))) item else best }
}

private fun mapped(value: Any?, arguments: Arguments): List<Any?> {
    val items = iterated(value)
    if (arguments.positional.isEmpty()) {
        val (attribute, default) = arguments.bound("map", "attribute", "default")
        return items.map { item ->
            try {
                picked(item, attribute.given("map: a filter or attribute="))
            } catch (fault: UndefinedFault) {
                if (default === MISSING) throw fault else default
            }
        }
    }
    return items.map { applyFilter(text(arguments.first("the filter")), it, arguments.rest()) }
}

private fun passes(item: Any?, arguments: Arguments): Boolean =
    if (arguments.positional.isEmpty()) truth(item)
    else passesTest(text(arguments.first("the filter")), item, arguments.rest())

private fun attributePasses(item: Any?, arguments: Arguments): Boolean =
    passes(
        picked(item, arguments.first("the filter")),
        arguments.rest(),
    )
