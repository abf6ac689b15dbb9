package mydriver.template.jinja

/** What a function, filter or test is called with. */
internal class Arguments(val positional: List<Any?> = emptyList(), val named: Map<String, Any?> = emptyMap()) {
    /**
     * Returns the values of the parameters called [names], in order; [MISSING] for what is not given.
     *
     * @throws ExpressionFault if more is given, naming [function]
     */
    fun bound(function: String, vararg names: String): List<Any?> {
        if (positional.size > names.size)
            throw ExpressionFault("$function takes ${names.size} arguments at most, not ${positional.size}")
        for (name in named.keys) if (name !in names) throw ExpressionFault(unknown(function, name, names))
        return names.mapIndexed { i, name ->
            if (i < positional.size && name in named) throw ExpressionFault("$function gets \"$name\" twice")
            if (i < positional.size) positional[i] else named.getOrDefault(name, MISSING)
        }
    }

    /** The first argument, which [function] needs. */
    fun first(function: String): Any? =
        if (positional.isEmpty()) throw ExpressionFault("$function needs an argument") else positional[0]

    /** The same without the first one. */
    fun rest(): Arguments = Arguments(positional.drop(1), named)

    private fun unknown(function: String, name: String, names: Array<out String>) =
        "$function has no argument \"$name\"; it has: ${names.joinToString().ifEmpty { "none" }}"
}

/** Returns the argument, or [default] if it was not given. */
internal infix fun Any?.orIfMissing(default: Any?): Any? = if (this === MISSING) default else this

/** Returns the argument, which [what] needs. */
internal fun Any?.given(what: String): Any? = if (this === MISSING) throw ExpressionFault("$what is missing") else this
