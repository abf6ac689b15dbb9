package mydriver.template.jinja

/** A stretch of a template that puts something out, or does something. */
internal sealed interface Statement {
    val line: Int

    class Text(val text: String, override val line: Int) : Statement

    class Output(val value: Expression, override val line: Int) : Statement

    /** `if`, `elif` and `else`; the condition of the last one may be null. */
    class If(val branches: List<Pair<Expression?, List<Statement>>>, override val line: Int) : Statement

    class For(val loop: Loop, val body: List<Statement>, val otherwise: List<Statement>, override val line: Int) :
        Statement

    /** `set target = value`, or `set target` around a [body] with filters. */
    class Set(val target: Target, val value: Expression, override val line: Int) : Statement

    class SetBlock(
        val name: String,
        val filters: (Expression) -> Expression,
        val body: List<Statement>,
        override val line: Int,
    ) : Statement

    class With(val values: List<Pair<Target, Expression>>, val body: List<Statement>, override val line: Int) :
        Statement

    class FilterBlock(val filters: (Expression) -> Expression, val body: List<Statement>, override val line: Int) :
        Statement

    class Macro(val name: String, val macro: MacroBody, override val line: Int) : Statement

    class CallBlock(val call: Call, val macro: MacroBody, override val line: Int) : Statement

    class Include(val file: Expression, val optional: Boolean, override val line: Int) : Statement

    /** `import file as name`. */
    class Import(val file: Expression, val name: String, val context: Boolean, override val line: Int) : Statement

    /** `from file import name as name`. */
    class From(
        val file: Expression,
        val names: List<Pair<String, String>>,
        val context: Boolean,
        override val line: Int,
    ) : Statement

    class Block(val name: String, val body: List<Statement>, override val line: Int) : Statement

    class Extends(val file: Expression, override val line: Int) : Statement
}

/** `for target in items if condition` */
internal class Loop(val target: Target, val items: Expression, val condition: Expression?)

/** The params of a macro with their defaults, and what it puts out. */
internal class MacroBody(val params: List<Pair<String, Expression?>>, val body: List<Statement>)

/** What a value is given to: a name, several, or an attribute of a namespace. */
internal sealed interface Target {
    class One(val name: String) : Target

    class Several(val targets: List<Target>) : Target

    class Field(val of: String, val name: String) : Target
}

/** The names that [target] makes. */
internal fun namesOf(target: Target): List<String> =
    when (target) {
        is Target.One -> listOf(target.name)
        is Target.Several -> target.targets.flatMap(::namesOf)
        is Target.Field -> emptyList()
    }

/** A template that was read. */
internal class ParsedTemplate(val file: String, val body: List<Statement>) {
    /** The template that this one extends, or null. */
    val parent: Statement.Extends? = body.firstNotNullOfOrNull { it as? Statement.Extends }

    /** The blocks of it by name, those inside of others too. */
    val blocks: Map<String, Statement.Block> by lazy {
        buildMap { body.forEach { collect(it, this) } }
    }

    private fun collect(statement: Statement, into: MutableMap<String, Statement.Block>) {
        if (statement is Statement.Block) into[statement.name] = statement
        bodies(statement).forEach { body -> body.forEach { collect(it, into) } }
    }
}

/** The bodies inside of [statement]. */
internal fun bodies(statement: Statement): List<List<Statement>> =
    when (statement) {
        is Statement.If -> statement.branches.map { it.second }
        is Statement.For -> listOf(statement.body, statement.otherwise)
        is Statement.SetBlock -> listOf(statement.body)
        is Statement.With -> listOf(statement.body)
        is Statement.FilterBlock -> listOf(statement.body)
        is Statement.Macro -> listOf(statement.macro.body)
        is Statement.CallBlock -> listOf(statement.macro.body)
        is Statement.Block -> listOf(statement.body)
        is Statement.Text,
        is Statement.Output,
        is Statement.Set,
        is Statement.Include,
        is Statement.Import,
        is Statement.From,
        is Statement.Extends -> emptyList()
    }
