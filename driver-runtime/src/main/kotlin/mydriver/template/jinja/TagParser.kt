package mydriver.template.jinja

/** Reads one tag, with all that stands between it and its end. */
internal class TagParser(
    private val template: TemplateParser,
    private val reader: TokenReader,
) {
    private val expressions = ExpressionParser(reader)

    fun statement(name: String, line: Int): Statement =
        when (name) {
            "if" -> conditional(line)
            "for" -> loop(line)
            "set" -> assignment(line)
            "with" -> Statement.With(assignments(), body("with", line), line)
            "filter" ->
                filters(PostfixParser(reader, expressions)).let {
                    Statement.FilterBlock(it, body("filter", line), line)
                }
            "macro" -> reader.name().let { Statement.Macro(it, MacroBody(params(), body("macro", line)), line) }
            "call" -> callBlock(line)
            "include" -> include(line)
            "import" -> import(line)
            "from" -> from(line)
            "block" -> block(line)
            "extends" -> Statement.Extends(whole(), line)
            else -> reader.fail(if (name in ENDS) "\"$name\" has no beginning" else unknown("tag", name, TAGS))
        }

    private fun whole(): Expression = expressions.tuple().also { reader.expectEnd() }

    private fun body(opening: String, line: Int): List<Statement> {
        reader.expectEnd()
        val (statements, end) = template.statements(setOf("end$opening"), opening, line)
        // The name of a block or macro may stand at its end again.
        if (end != null && !end.atEnd) end.name()
        end?.expectEnd()
        return statements
    }

    private fun conditional(line: Int): Statement {
        val branches = ArrayList<Pair<Expression?, List<Statement>>>()
        var condition: Expression? = whole()
        while (true) {
            val ends = if (condition == null) setOf("endif") else setOf("elif", "else", "endif")
            val (body, end) = template.statements(ends, "if", line)
            branches += condition to body
            val ended = checkNotNull(end) { "statements end with one of $ends" }
            condition =
                when (template.lastEnd) {
                    "elif" -> ExpressionParser(ended).tuple().also { ended.expectEnd() }
                    else -> null
                }
            ended.expectEnd()
            if (template.lastEnd == "endif") return Statement.If(branches, line)
        }
    }

    private fun loop(line: Int): Statement {
        val target = target()
        reader.expectName("in")
        val items = expressions.withoutChoice()
        val condition = if (reader.acceptName("if")) expressions.expression() else null
        reader.expectEnd()
        val (body, end) = template.statements(setOf("else", "endfor"), "for", line)
        end?.expectEnd()
        val otherwise =
            if (template.lastEnd == "else")
                template.statements(setOf("endfor"), "for", line).also { it.second?.expectEnd() }.first
            else emptyList()
        return Statement.For(Loop(target, items, condition), body, otherwise, line)
    }

    private fun target(): Target {
        val targets = ArrayList<Target>()
        do {
            targets +=
                if (reader.acceptOperator("(")) target().also { reader.expectOperator(")") }
                else
                    reader.name().let {
                        if (reader.acceptOperator(".")) Target.Field(it, reader.name()) else Target.One(it)
                    }
        } while (reader.acceptOperator(","))
        return targets.singleOrNull() ?: Target.Several(targets)
    }

    private fun assignment(line: Int): Statement {
        val target = target()
        if (reader.acceptOperator("=")) return Statement.Set(target, whole(), line)
        val name = (target as? Target.One)?.name ?: reader.fail("set around a text has one name")
        val filters = if (reader.acceptOperator("|")) filters(PostfixParser(reader, expressions)) else { it -> it }
        return Statement.SetBlock(name, filters, body("set", line), line)
    }

    private fun assignments(): List<Pair<Target, Expression>> {
        val values = ArrayList<Pair<Target, Expression>>()
        while (!reader.atEnd) {
            if (values.isNotEmpty()) reader.expectOperator(",")
            val target = Target.One(reader.name())
            reader.expectOperator("=")
            values += target to expressions.expression()
        }
        return values
    }

    /** Reads `upper|indent(2)` as a function of what is filtered. */
    private fun filters(postfix: PostfixParser): (Expression) -> Expression {
        val hole = Literal(null)
        val links = ArrayList<Filtered>()
        do links += postfix.filter(hole) as Filtered while (reader.acceptOperator("|"))
        return { of -> links.fold(of) { value, link -> Filtered(value, link.name, link.arguments) } }
    }

    private fun params(): List<Pair<String, Expression?>> {
        val params = ArrayList<Pair<String, Expression?>>()
        reader.expectOperator("(")
        while (!reader.acceptOperator(")")) {
            if (params.isNotEmpty()) reader.expectOperator(",")
            params += reader.name() to if (reader.acceptOperator("=")) expressions.expression() else null
        }
        return params
    }

    private fun callBlock(line: Int): Statement {
        val params = if (reader.isOperator("(")) params() else emptyList()
        val call = expressions.expression() as? Call ?: reader.fail("call needs the call of a macro")
        return Statement.CallBlock(call, MacroBody(params, body("call", line)), line)
    }

    private fun include(line: Int): Statement {
        val name = expressions.expression()
        val optional = reader.acceptName("ignore").also { if (it) reader.expectName("missing") }
        context(default = true)
        reader.expectEnd()
        return Statement.Include(name, optional, line)
    }

    private fun import(line: Int): Statement {
        val name = expressions.expression()
        reader.expectName("as")
        return Statement.Import(name, reader.name(), context(default = false), line).also { reader.expectEnd() }
    }

    private fun from(line: Int): Statement {
        val name = expressions.expression()
        reader.expectName("import")
        val names = ArrayList<Pair<String, String>>()
        do {
            val imported = reader.name()
            names += imported to if (reader.acceptName("as")) reader.name() else imported
        } while (reader.acceptOperator(","))
        return Statement.From(name, names, context(default = false), line).also { reader.expectEnd() }
    }

    /** Reads `with context` or `without context`. */
    private fun context(default: Boolean): Boolean {
        val with = reader.isName("with")
        if (!with && !reader.isName("without")) return default
        reader.take()
        reader.expectName("context")
        return with
    }

    private fun block(line: Int): Statement {
        val name = reader.name()
        while (reader.acceptName("scoped") || reader.acceptName("required")) continue
        return Statement.Block(name, body("block", line), line)
    }

    private companion object {
        val TAGS =
            listOf(
                "if",
                "for",
                "set",
                "with",
                "filter",
                "macro",
                "call",
                "include",
                "import",
                "from",
                "block",
                "extends",
                "raw",
            )
        val ENDS = TAGS.map { "end$it" }.toSet() + setOf("else", "elif")
    }
}
