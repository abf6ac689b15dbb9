package mydriver.model

import java.nio.file.InvalidPathException
import java.nio.file.Path

/**
 * A file that each attempt gets in its folder, made of a template in the language of Jinja2.
 *
 * Scripts write `template("train.yaml.j2" to "train.yaml")`. The worker makes the file before the job starts.
 *
 * @property source the template, a path from the script's folder on
 * @property target the file, a path from the attempt's folder on
 * @property params the file beside it that holds what the template was rendered with, as YAML
 * @param values what the template knows besides the params
 * @throws ConfigurationError naming all that is wrong with the paths
 */
public class Template<P : Any>(
    public val source: String,
    public val target: String,
    public val params: String = "$target.params.yaml",
    private val values: (P) -> Map<String, Any?> = { emptyMap() },
) {
    init {
        val faults = listOfNotNull(sourceFault(), targetFault(target), targetFault(params))
        if (faults.isNotEmpty()) throw ConfigurationError(faults.joinToString("\n"))
    }

    /**
     * Returns what the template knows for [point] besides its params.
     *
     * @throws ConfigurationError if the script's block throws
     */
    @Suppress("TooGenericExceptionCaught") // The block of a script may throw anything.
    public fun valuesOf(point: P): Map<String, Any?> =
        try {
            values(point)
        } catch (fault: DriverError) {
            throw fault
        } catch (failure: Exception) {
            throw ConfigurationError("its block throws $failure for $point", failure)
        }

    private fun sourceFault(): String? =
        if (source.isNotBlank()) wordFault("template(\"$source\")", source)
        else "template(…) names no file; write for instance template(\"train.yaml.j2\" to \"train.yaml\")"

    private fun targetFault(name: String): String? {
        val path =
            try {
                Path.of(name).normalize()
            } catch (_: InvalidPathException) {
                return "template(\"$source\" to \"$name\"): that is no path"
            }
        val said = "template(\"$source\" to \"$name\")"
        return when {
            name.isBlank() || path.isAbsolute || path.startsWith("..") || "$path".isEmpty() ->
                "$said: the file is made in the attempt's folder; name a path inside it"
            "$path" == METRICS -> "$said: $METRICS is where a program leaves its metrics; name another file"
            else -> wordFault(said, name)
        }
    }

    public companion object {
        /** The name by which templates know the trial; no param may have it. */
        public const val RESERVED: String = "trial"

        private const val METRICS = "metrics.json"
    }
}

/** Returns what is wrong with [templates] of an experiment with [params], a line each. */
internal fun templateFaults(templates: List<Template<*>>, params: List<Param>): List<String> = buildList {
    val files = templates.flatMap { listOf(it.target, it.params) }.map { "${Path.of(it).normalize()}" }
    for ((file, uses) in files.groupingBy { it }.eachCount()) if (uses > 1)
        add("template(…): $uses files would be called $file; name another target, or another params = \"…\"")
    if (templates.isEmpty()) return@buildList
    for (param in params) if (param.name.substringBefore('.') == Template.RESERVED)
        add(
            "the param \"${param.name}\": in templates \"${Template.RESERVED}\" is the trial itself, its id and folder; rename it"
        )
}
