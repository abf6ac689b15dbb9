package mydriver.template.jinja

/** The expressions that [expression] is made of. */
internal fun parts(expression: Expression): List<Expression> =
    when (expression) {
        is Literal,
        is Name -> emptyList()
        is ListOf -> expression.items
        is MapOf -> expression.entries.flatMap { it.toList() }
        is Attribute -> listOf(expression.of)
        is Item -> listOf(expression.of, expression.index)
        is Slice -> listOf(expression.of) + expression.bounds.filterNotNull()
        is Call -> listOf(expression.callee) + expression.arguments.all
        is Filtered -> listOf(expression.of) + expression.arguments.all
        is Tested -> listOf(expression.of) + expression.arguments.all
        is Unary -> listOf(expression.of)
        is Binary -> listOf(expression.left, expression.right)
        is Compared -> listOf(expression.first) + expression.others.map { it.second }
        is Junction -> listOf(expression.left, expression.right)
        is Choice -> listOfNotNull(expression.condition, expression.then, expression.otherwise)
    }

private val ArgumentList.all: List<Expression>
    get() = positional + named.map { it.second }

/** The expressions of [statement] itself, without those of its bodies. */
internal fun expressions(statement: Statement): List<Expression> =
    when (statement) {
        is Statement.Output -> listOf(statement.value)
        is Statement.If -> statement.branches.mapNotNull { it.first }
        is Statement.For -> listOfNotNull(statement.loop.items, statement.loop.condition)
        is Statement.Set -> listOf(statement.value)
        is Statement.SetBlock -> listOf(statement.filters(Literal("")))
        is Statement.FilterBlock -> listOf(statement.filters(Literal("")))
        is Statement.With -> statement.values.map { it.second }
        is Statement.Macro -> statement.macro.params.mapNotNull { it.second }
        is Statement.CallBlock -> listOf(statement.call) + statement.macro.params.mapNotNull { it.second }
        is Statement.Include -> listOf(statement.file)
        is Statement.Import -> listOf(statement.file)
        is Statement.From -> listOf(statement.file)
        is Statement.Extends -> listOf(statement.file)
        is Statement.Text,
        is Statement.Block -> emptyList()
    }
