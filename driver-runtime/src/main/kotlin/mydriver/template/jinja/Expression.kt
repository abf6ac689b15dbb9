package mydriver.template.jinja

/** A part of a template that has a value. */
internal sealed interface Expression {
    fun value(scope: Scope): Any?
}

/** What can be called: a macro, a function, a method. */
internal fun interface Callable {
    fun call(arguments: Arguments): Any?
}

internal class Literal(val constant: Any?) : Expression {
    override fun value(scope: Scope): Any? = constant
}

internal class Name(val name: String, val line: Int) : Expression {
    override fun value(scope: Scope): Any? = scope[name]
}

internal class ListOf(val items: List<Expression>, private val tuple: Boolean) : Expression {
    override fun value(scope: Scope): Any? = items.map { it.value(scope) }.let { if (tuple) PythonTuple(it) else it }
}

internal class MapOf(val entries: List<Pair<Expression, Expression>>) : Expression {
    override fun value(scope: Scope): Any? = entries.associate { (key, value) ->
        key.value(scope) to value.value(scope)
    }
}

/** `of.name` */
internal class Attribute(val of: Expression, val name: String, val line: Int) : Expression {
    override fun value(scope: Scope): Any? = attribute(of.value(scope), name)
}

/** `of[index]` */
internal class Item(val of: Expression, val index: Expression) : Expression {
    override fun value(scope: Scope): Any? = item(of.value(scope), index.value(scope))
}

/** `of[start:stop:step]` */
internal class Slice(val of: Expression, val bounds: List<Expression?>) : Expression {
    override fun value(scope: Scope): Any? = slice(of.value(scope), bounds.map { it?.value(scope) })
}

internal class Call(val callee: Expression, val arguments: ArgumentList) : Expression {
    override fun value(scope: Scope): Any? = call(scope, emptyMap())

    /** Calls it with [more] arguments by name. */
    fun call(scope: Scope, more: Map<String, Any?>): Any? {
        val function = callee.value(scope)
        if (function !is Callable) throw ExpressionFault("${repr(function)} cannot be called")
        val given = arguments.values(scope)
        return function.call(Arguments(given.positional, given.named + more))
    }
}

/** `value|name(arguments)` */
internal class Filtered(val of: Expression, val name: String, val arguments: ArgumentList) : Expression {
    override fun value(scope: Scope): Any? {
        val value = if (name in OF_UNDEFINED) orMissing(of, scope) else of.value(scope)
        return applyFilter(name, value, arguments.values(scope))
    }

    companion object {
        /** The filters that may be given what is not there. */
        val OF_UNDEFINED = setOf("default", "d")
    }
}

/** `value is name(arguments)` */
internal class Tested(
    val of: Expression,
    val name: String,
    val arguments: ArgumentList,
    private val expected: Boolean,
) : Expression {
    override fun value(scope: Scope): Any? {
        val value = if (name in OF_UNDEFINED) orMissing(of, scope) else of.value(scope)
        return passesTest(name, value, arguments.values(scope)) == expected
    }

    companion object {
        /** The tests that may be given what is not there. */
        val OF_UNDEFINED = setOf("defined", "undefined")
    }
}

internal class Unary(val of: Expression, private val operation: (Any?) -> Any?) : Expression {
    override fun value(scope: Scope): Any? = operation(of.value(scope))
}

internal class Binary(val left: Expression, val right: Expression, private val operation: (Any?, Any?) -> Any?) :
    Expression {
    override fun value(scope: Scope): Any? = operation(left.value(scope), right.value(scope))
}

/** `first < second <= third`: true if each holds. */
internal class Compared(val first: Expression, val others: List<Pair<(Any?, Any?) -> Boolean, Expression>>) :
    Expression {
    override fun value(scope: Scope): Any? {
        var left = first.value(scope)
        for ((operation, expression) in others) {
            val right = expression.value(scope)
            if (!operation(left, right)) return false
            left = right
        }
        return true
    }
}

/** `and`, `or`: the operand that decides, which need not be a boolean. */
internal class Junction(val left: Expression, val right: Expression, private val or: Boolean) : Expression {
    override fun value(scope: Scope): Any? = left.value(scope).let { if (truth(it) == or) it else right.value(scope) }
}

/** `then if condition else otherwise` */
internal class Choice(val condition: Expression, val then: Expression, val otherwise: Expression?) : Expression {
    override fun value(scope: Scope): Any? =
        when {
            truth(condition.value(scope)) -> then.value(scope)
            otherwise != null -> otherwise.value(scope)
            else -> throw UndefinedFault("the condition is false, and there is no else")
        }
}

/** What stands between the parentheses of a call. */
internal class ArgumentList(val positional: List<Expression>, val named: List<Pair<String, Expression>>) {
    fun values(scope: Scope): Arguments =
        Arguments(positional.map { it.value(scope) }, named.associate { (name, value) -> name to value.value(scope) })

    companion object {
        val NONE: ArgumentList = ArgumentList(emptyList(), emptyList())
    }
}

private fun orMissing(expression: Expression, scope: Scope): Any? =
    try {
        expression.value(scope)
    } catch (_: UndefinedFault) {
        // What the filter or test is there for.
        MISSING
    }
