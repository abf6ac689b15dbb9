package mydriver.template.jinja

/** What `value is name` asks, by name. */
internal val TESTS: Map<String, (Any?, Arguments) -> Boolean> =
    mapOf(
        "defined" to { value, _ -> value !== MISSING },
        "undefined" to { value, _ -> value === MISSING },
        "none" to { value, _ -> value == null },
        "boolean" to { value, _ -> value is Boolean },
        "true" to { value, _ -> value == true },
        "false" to { value, _ -> value == false },
        "integer" to { value, _ -> value is Long },
        "float" to { value, _ -> value is Double },
        "number" to { value, _ -> number(value) != null },
        "string" to { value, _ -> value is String },
        "mapping" to { value, _ -> value is Map<*, *> },
        "sequence" to { value, _ -> value is List<*> || value is String || value is Map<*, *> },
        "iterable" to { value, _ -> value is List<*> || value is String || value is Map<*, *> },
        "callable" to { value, _ -> value is Callable },
        "odd" to { value, _ -> same(arithmetic("%", value, 2L), 1L) },
        "even" to { value, _ -> same(arithmetic("%", value, 2L), 0L) },
        "divisibleby" to { value, arguments -> same(arithmetic("%", value, arguments.other()), 0L) },
        "lower" to { value, _ -> str(value).let { it == it.lowercase() && it != it.uppercase() } },
        "upper" to { value, _ -> str(value).let { it == it.uppercase() && it != it.lowercase() } },
        "in" to { value, arguments -> contains(arguments.other(), value) },
        "eq" to { value, arguments -> same(value, arguments.other()) },
        "equalto" to { value, arguments -> same(value, arguments.other()) },
        "sameas" to { value, arguments -> value == arguments.other() },
        "ne" to { value, arguments -> !same(value, arguments.other()) },
        "lt" to { value, arguments -> compared(value, arguments.other()) { it < 0 } },
        "lessthan" to { value, arguments -> compared(value, arguments.other()) { it < 0 } },
        "le" to { value, arguments -> compared(value, arguments.other()) { it <= 0 } },
        "gt" to { value, arguments -> compared(value, arguments.other()) { it > 0 } },
        "greaterthan" to { value, arguments -> compared(value, arguments.other()) { it > 0 } },
        "ge" to { value, arguments -> compared(value, arguments.other()) { it >= 0 } },
    )

internal fun passesTest(name: String, value: Any?, arguments: Arguments): Boolean =
    (TESTS[name] ?: throw ExpressionFault(unknownTest(name)))(
        value,
        if (name in OF_ONE) arguments.also { it.bound("the test $name") } else arguments,
    )

/** The tests that are about one value. */
private val OF_ONE: Set<String> =
    setOf("defined", "undefined", "none", "boolean", "true", "false", "integer", "float", "number", "string") +
        setOf("mapping", "sequence", "iterable", "callable", "odd", "even", "lower", "upper")

private fun Arguments.other(): Any? = bound("the test", "other")[0].given("the test's argument")
