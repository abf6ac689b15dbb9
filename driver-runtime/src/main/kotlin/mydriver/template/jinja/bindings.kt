package mydriver.template.jinja

/** Gives [value] to [target] in [scope]. */
internal fun assign(scope: Scope, target: Target, value: Any?) {
    when (target) {
        is Target.One -> scope[target.name] = value
        is Target.Field -> {
            val space = scope[target.of] as? Namespace ?: throw ExpressionFault("\"${target.of}\" is no namespace()")
            space.fields[target.name] = value
        }
        is Target.Several -> {
            val items = iterated(value)
            if (items.size != target.targets.size)
                throw ExpressionFault("${repr(value)} has ${items.size} items for ${target.targets.size} names")
            target.targets.zip(items).forEach { (one, item) -> assign(scope, one, item) }
        }
    }
}

/** What `namespace()` gives: a dictionary whose entries `set` can change. */
internal class Namespace(val fields: LinkedHashMap<String, Any?>) : Map<String, Any?> by fields

/** Gives the arguments of a call to the params of [macro]. */
internal fun bindMacro(name: String, macro: MacroBody, arguments: Arguments, scope: Scope) {
    val given = arguments.named.toMutableMap()
    macro.params.forEachIndexed { i, (param, default) ->
        scope[param] =
            when {
                i < arguments.positional.size -> arguments.positional[i]
                param in given -> given.remove(param)
                default != null -> default.value(scope)
                else -> throw ExpressionFault("$name needs \"$param\"")
            }
    }
    given.remove("caller")?.let { scope["caller"] = it }
    val more = arguments.positional.drop(macro.params.size)
    if (more.isNotEmpty())
        throw ExpressionFault("$name takes ${macro.params.size} arguments, not ${arguments.positional.size}")
    if (given.isNotEmpty()) throw ExpressionFault("$name has no param \"${given.keys.first()}\"")
}

/** What `loop` is in the round number [i] through [items], from 0. */
internal fun loopState(items: List<Any?>, i: Int): Map<String, Any?> = buildMap {
    put("index", i + 1L)
    put("index0", i.toLong())
    put("revindex", (items.size - i).toLong())
    put("revindex0", items.size - i - 1L)
    put("first", i == 0)
    put("last", i == items.lastIndex)
    put("length", items.size.toLong())
    if (i > 0) put("previtem", items[i - 1])
    if (i < items.lastIndex) put("nextitem", items[i + 1])
    put(
        "cycle",
        Callable { arguments ->
            arguments.first("cycle")
            arguments.positional[i % arguments.positional.size]
        },
    )
}

/** The functions that templates can call. */
internal val GLOBALS: Map<String, Any?> =
    mapOf(
        "range" to Callable(::range),
        "dict" to Callable { arguments -> LinkedHashMap(arguments.named) },
        "namespace" to Callable { arguments -> Namespace(LinkedHashMap(arguments.named)) },
    )

private fun range(arguments: Arguments): List<Any?> {
    val bounds = arguments.positional.map { number(it) as? Long ?: throw ExpressionFault("range needs integers") }
    val (start, stop, step) =
        when (bounds.size) {
            1 -> listOf(0, bounds[0], 1)
            2 -> listOf(bounds[0], bounds[1], 1)
            3 -> bounds
            else -> throw ExpressionFault("range takes one to three integers")
        }
    if (step == 0L) throw ExpressionFault("the step of range cannot be 0")
    val count = if (step > 0) -Math.floorDiv(start - stop, step) else -Math.floorDiv(stop - start, -step)
    if (count > LARGEST_RANGE)
        throw ExpressionFault("a range of $count numbers is too long; $LARGEST_RANGE is the most")
    return List(maxOf(0, count).toInt()) { start + it * step }
}

private const val LARGEST_RANGE = 1_000_000L
