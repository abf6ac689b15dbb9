package mydriver.template

import mydriver.model.CommandContext
import mydriver.model.ConfigurationError
import mydriver.model.Params
import mydriver.model.Template

/**
 * Returns the names that templates know: the [params], nested ones as dictionaries, what `value(…)` adds, and `trial`.
 *
 * @throws ConfigurationError naming all that have the same name
 */
internal fun templateValues(params: Params, more: Map<String, Any?>, context: CommandContext): Map<String, Any?> {
    val faults = ArrayList<String>()
    val values = LinkedHashMap<String, Any?>()
    for ((name, value) in params.toMap()) place(values, name.split('.'), value)?.let {
        faults += "the param \"$name\" $it"
    }
    for ((name, value) in more) if (values.putIfAbsent(name, value) != null || name in params)
        faults += "value(\"$name\", …): there is a param of that name; take another"
    if (Template.RESERVED in values)
        faults += "\"${Template.RESERVED}\" is the trial itself in templates, its id and folder; rename the param"
    if (faults.isNotEmpty()) throw ConfigurationError(faults.joinToString("\n"))
    values[Template.RESERVED] =
        mapOf(
            "id" to context.trialId,
            "directory" to "${context.files}",
            "scratch" to "${context.scratch}",
            "attempt" to context.attempt.toLong(),
            "replicate" to context.replicate.toLong(),
            "seed" to context.seed,
        )
    return values
}

/** Puts [value] where [path] leads; returns why that is not possible, or null. */
private fun place(values: MutableMap<String, Any?>, path: List<String>, value: Any?): String? {
    var map = values
    for (name in path.dropLast(1)) {
        @Suppress("UNCHECKED_CAST") // Only this function makes the dictionaries in here.
        map =
            map.getOrPut(name) { LinkedHashMap<String, Any?>() } as? MutableMap<String, Any?>
                ?: return "begins with the name of another param, so templates cannot tell them apart; rename one"
    }
    if (map.containsKey(path.last()))
        return "has the name that others begin with, so templates cannot tell them apart; rename one"
    map[path.last()] = value
    return null
}
