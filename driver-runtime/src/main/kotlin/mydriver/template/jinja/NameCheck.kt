package mydriver.template.jinja

import mydriver.model.nearest

/**
 * Looks for names in templates that stand for nothing, also where no value of a param leads to.
 *
 * What a template asks about with `is defined` or gives a `default` may be missing. A name that it sets anywhere counts
 * as set everywhere: whether it is set in time is seen when it is rendered.
 *
 * @param values what templates are rendered with
 */
internal class NameCheck(private val library: TemplateLibrary, private val values: Map<String, Any?>) {
    private val faults = LinkedHashSet<String>()
    private val optional = HashSet<String>()
    private val assigned = HashSet<String>()
    private val seen = HashSet<String>()

    /** Returns what is wrong, a line each. */
    fun faults(template: ParsedTemplate): List<String> {
        try {
            val parts = reachable(template)
            for (part in parts) part.body.forEach { survey(it) }
            for (part in parts) walk(part, part.body, emptySet())
        } catch (_: StackOverflowError) {
            faults += "${template.file}: an expression in it is too long; take it apart with {% set … %}"
        }
        return faults.toList()
    }

    /** Returns [template] and all that it names by a constant. */
    private fun reachable(template: ParsedTemplate): List<ParsedTemplate> {
        if (!seen.add(template.file)) return emptyList()
        return listOf(template) +
            files(template.body).flatMap { (file, line, optional) ->
                val name = (file as? Literal)?.constant as? String ?: return@flatMap emptyList()
                val found = library.find(name, template.file)
                if (found == null && !optional)
                    faults += "${template.file}:$line: there is no template \"$name\"; correct the path"
                found?.let(::reachable).orEmpty()
            }
    }

    private fun files(statements: List<Statement>): List<Triple<Expression, Int, Boolean>> =
        statements.flatMap { statement ->
            val own =
                when (statement) {
                    is Statement.Include -> Triple(statement.file, statement.line, statement.optional)
                    is Statement.Extends -> Triple(statement.file, statement.line, false)
                    // Only what is used of an imported template is rendered, and without the params.
                    else -> null
                }
            listOfNotNull(own) + bodies(statement).flatMap(::files)
        }

    private fun survey(statement: Statement) {
        assigned +=
            when (statement) {
                is Statement.Set -> namesOf(statement.target)
                is Statement.SetBlock -> listOf(statement.name)
                is Statement.Macro -> listOf(statement.name)
                is Statement.Import -> listOf(statement.name)
                is Statement.From -> statement.names.map { it.second }
                else -> emptyList()
            }
        expressions(statement).forEach(::survey)
        bodies(statement).forEach { body -> body.forEach(::survey) }
    }

    private fun survey(expression: Expression) {
        val asked =
            when {
                expression is Tested && expression.name in Tested.OF_UNDEFINED -> path(expression.of)
                expression is Filtered && expression.name in Filtered.OF_UNDEFINED -> path(expression.of)
                else -> null
            }
        if (asked != null) optional += asked.joinToString(".")
        parts(expression).forEach(::survey)
    }

    private fun walk(template: ParsedTemplate, statements: List<Statement>, scope: Set<String>) {
        for (statement in statements) {
            val inner = scope + introduced(statement)
            // The items of a loop are looked at with its names, which they cannot mean: better than a false alarm.
            expressions(statement).forEach { look(template, it, inner) }
            bodies(statement).forEach { walk(template, it, inner) }
        }
    }

    private fun introduced(statement: Statement): Set<String> =
        when (statement) {
            is Statement.For -> namesOf(statement.loop.target).toSet() + "loop"
            is Statement.With -> statement.values.flatMap { namesOf(it.first) }.toSet()
            is Statement.Macro -> statement.macro.params.map { it.first }.toSet() + "caller"
            is Statement.CallBlock -> statement.macro.params.map { it.first }.toSet()
            is Statement.Block -> setOf("super")
            else -> emptySet()
        }

    private fun look(template: ParsedTemplate, expression: Expression, scope: Set<String>) {
        val path = path(expression)
        val root = path?.first()
        if (path == null || root == null) return parts(expression).forEach { look(template, it, scope) }
        if (root in scope || root in assigned || root in GLOBALS) return
        val fault = fault(path) ?: return
        if (path.indices.none { path.take(it + 1).joinToString(".") in optional })
            faults += "${template.file}:${line(expression)}: $fault"
    }

    /** Returns what is wrong with the names of [path], the first of which is no name of the template's own, or null. */
    private fun fault(path: List<String>): String? {
        var value: Any? = values
        path.forEachIndexed { i, name ->
            val map = value as? Map<*, *> ?: return null
            if (name !in map) {
                if (i > 0 && method(map, name) != null) return null
                return absent(path.take(i).joinToString("."), name, map.keys.map { "$it" })
            }
            value = map[name]
        }
        return null
    }

    private fun absent(group: String, name: String, names: List<String>): String {
        val meant = nearest(name, names)
        val known =
            if (meant.isEmpty()) "there are: ${names.joinToString()}" else "did you mean ${meant.joinToString(" or ")}?"
        return if (group.isEmpty()) "\"$name\" is no param and no value(…) of the template; $known"
        else "\"$group\" has no \"$name\"; $known"
    }

    private fun line(expression: Expression): Int =
        when (expression) {
            is Name -> expression.line
            is Attribute -> expression.line
            else -> 1
        }
}

/** Returns the names of `a.b.c`, or null for an expression of another form. */
private fun path(expression: Expression): List<String>? =
    when (expression) {
        is Name -> listOf(expression.name)
        is Attribute -> path(expression.of)?.plus(expression.name)
        else -> null
    }
