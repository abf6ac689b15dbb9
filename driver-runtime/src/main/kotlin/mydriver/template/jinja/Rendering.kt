package mydriver.template.jinja

/**
 * Renders templates of [library]: one per result, for it collects what templates that extend others put into blocks.
 */
internal class Rendering(private val library: TemplateLibrary) {
    private val blocks = HashMap<String, MutableList<Pair<ParsedTemplate, Statement.Block>>>()

    /** Returns what [template] becomes with [values]. */
    fun render(template: ParsedTemplate, values: Map<String, Any?>): String {
        val globals = Scope(null, library)
        GLOBALS.forEach { (name, value) -> globals[name] = value }
        values.forEach { (name, value) -> globals[name] = value }
        val out = StringBuilder()
        render(template, globals.child(), out)
        return "$out"
    }

    private fun render(first: ParsedTemplate, scope: Scope, out: StringBuilder) {
        var template = first
        val seen = HashSet<String>()
        while (true) {
            template.blocks.forEach { (name, block) -> blocks.getOrPut(name) { ArrayList() } += template to block }
            val extends = template.parent ?: break
            if (!seen.add(template.file)) throw TemplateFault(template.file, extends.line, "it extends itself")
            // Outside of its blocks, a template that extends another one can only set names.
            template.body.filter { it.isDefinition }.forEach { Writer(template, scope).write(it, out) }
            template = Writer(template, scope).template(extends.file, extends.line)
        }
        Writer(template, scope).write(template.body, out)
    }

    private val Statement.isDefinition: Boolean
        get() =
            when (this) {
                is Statement.Set,
                is Statement.SetBlock,
                is Statement.Macro,
                is Statement.Import,
                is Statement.From -> true
                else -> false
            }

    /** Writes statements of one template. */
    internal inner class Writer(private val template: ParsedTemplate, private val scope: Scope) {
        fun write(statements: List<Statement>, out: StringBuilder) {
            for (statement in statements) write(statement, out)
        }

        fun write(statement: Statement, out: StringBuilder) {
            at(statement.line) { perform(statement, out) }
        }

        /** Does [work], and says of its faults that they are in [line]. */
        private fun <T> at(line: Int, work: () -> T): T =
            try {
                work()
            } catch (fault: ExpressionFault) {
                throw TemplateFault(template.file, line, "${fault.message}", fault)
            } catch (fault: StackOverflowError) {
                throw TemplateFault(template.file, line, "it calls or includes itself without an end", fault)
            }

        @Suppress("CyclomaticComplexMethod") // One line per kind of statement.
        private fun perform(statement: Statement, out: StringBuilder) {
            when (statement) {
                is Statement.Text -> out.append(statement.text)
                is Statement.Output -> out.append(str(statement.value.value(scope)))
                is Statement.If ->
                    statement.branches.firstOrNull { (condition, _) -> holds(condition) }?.let { write(it.second, out) }
                is Statement.For -> loop(statement, out)
                is Statement.Set -> assign(scope, statement.target, statement.value.value(scope))
                is Statement.SetBlock -> scope[statement.name] = filtered(statement.filters, statement.body)
                is Statement.With -> with(statement, out)
                is Statement.FilterBlock -> out.append(str(filtered(statement.filters, statement.body)))
                is Statement.Macro -> scope[statement.name] = macro(statement.name, statement.macro)
                is Statement.CallBlock ->
                    out.append(str(statement.call.call(scope, mapOf("caller" to macro("caller", statement.macro)))))
                is Statement.Include -> include(statement, out)
                is Statement.Import ->
                    scope[statement.name] = exported(statement.file, statement.context, statement.line)
                is Statement.From -> importNames(statement)
                is Statement.Block -> out.append(block(statement.name, 0))
                is Statement.Extends -> Unit
            }
        }

        private fun holds(condition: Expression?) = condition == null || truth(condition.value(scope))

        private fun loop(statement: Statement.For, out: StringBuilder) {
            val items =
                iterated(statement.loop.items.value(scope)).let { all ->
                    val condition = statement.loop.condition ?: return@let all
                    all.filter {
                        truth(condition.value(scope.child().also { inner -> assign(inner, statement.loop.target, it) }))
                    }
                }
            if (items.isEmpty()) return write(statement.otherwise, out)
            items.forEachIndexed { i, item ->
                val inner = scope.child()
                inner["loop"] = loopState(items, i)
                assign(inner, statement.loop.target, item)
                Writer(template, inner).write(statement.body, out)
            }
        }

        private fun with(statement: Statement.With, out: StringBuilder) {
            val inner = scope.child()
            for ((target, value) in statement.values) assign(inner, target, value.value(scope))
            Writer(template, inner).write(statement.body, out)
        }

        private fun filtered(filters: (Expression) -> Expression, body: List<Statement>): Any? {
            val text = StringBuilder().also { Writer(template, scope.child()).write(body, it) }
            return filters(Literal("$text")).value(scope)
        }

        private fun macro(name: String, macro: MacroBody): Callable = Callable { arguments ->
            val inner = scope.child()
            bindMacro(name, macro, arguments, inner)
            StringBuilder().also { Writer(template, inner).write(macro.body, it) }.toString()
        }

        private fun include(statement: Statement.Include, out: StringBuilder) {
            val found = found(statement.file)
            if (found != null) Rendering(library).render(found, scope.child(), out)
            else if (!statement.optional) missing(statement.file, statement.line)
        }

        private fun importNames(statement: Statement.From) {
            val module = exported(statement.file, statement.context, statement.line)
            for ((name, own) in statement.names) {
                if (name !in module) throw UndefinedFault("${str(statement.file.value(scope))} has no \"$name\"")
                scope[own] = module[name]
            }
        }

        private fun exported(file: Expression, context: Boolean, line: Int): Map<String, Any?> {
            val module = if (context) scope.child() else globals()
            Rendering(library).render(template(file, line), module, StringBuilder())
            return module.own
        }

        private fun globals(): Scope =
            Scope(null, library).also { globals -> GLOBALS.forEach { (name, value) -> globals[name] = value } }.child()

        private fun block(name: String, depth: Int): String {
            val (owner, block) = blocks.getValue(name)[depth]
            val inner = scope.child()
            inner["super"] = Callable {
                if (depth + 1 >= blocks.getValue(name).size)
                    throw UndefinedFault("the block \"$name\" has none above it")
                block(name, depth + 1)
            }
            return StringBuilder().also { Writer(owner, inner).write(block.body, it) }.toString()
        }

        fun template(file: Expression, line: Int): ParsedTemplate = at(line) { found(file) ?: missing(file, line) }

        private fun found(file: Expression): ParsedTemplate? {
            val names = file.value(scope).let { if (it is List<*>) it else listOf(it) }
            return names.firstNotNullOfOrNull { library.find(text(it), template.file) }
        }

        private fun missing(file: Expression, line: Int): Nothing =
            throw TemplateFault(
                template.file,
                line,
                "there is no template ${repr(file.value(scope))}; correct the path",
            )
    }
}
