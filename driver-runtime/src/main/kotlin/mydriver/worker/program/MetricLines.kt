package mydriver.worker.program

import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import mydriver.job.Metrics
import mydriver.model.MetricConvention
import mydriver.model.MetricPattern
import mydriver.worker.pipe.Point

/**
 * Finds metrics in the lines that a program prints: JSON objects with a `metric`, and what [patterns] match.
 *
 * `{"metric": "loss", "value": 0.1, "step": 3}` is one, `{"metric": {"loss": 0.1, "best": "a.bin"}, "step": 3}`
 * several. Numbers are reals, as those that jobs report. Bytes that are no UTF-8 count as `�`.
 *
 * @param convention the metrics that may be told, or null for any; others are a [fault] and left out
 */
internal class MetricLines(
    private val patterns: List<MetricPattern>,
    private val convention: MetricConvention? = null,
) {
    private val points = ArrayList<Point>()

    /** What is wrong with the first line that meant to tell a metric and does not, or null. */
    var fault: String? = null
        private set

    /** Whether a line said `{"checkpointed": true}` since [takeCheckpointed]. */
    private var checkpointed = false

    /** Looks at one line. */
    fun look(bytes: ByteArray, start: Int, end: Int) {
        val json = mayBeJson(bytes, start, end)
        if (!json && patterns.isEmpty()) return
        val line = String(bytes, start, end - start, Charsets.UTF_8)
        try {
            if (json) lookAtJson(line)
            patterns.forEach { look(it, line) }
        } catch (wrong: IllegalArgumentException) {
            if (fault == null) fault = "${wrong.message}; the line was: ${line.take(SHOWN)}"
        }
    }

    /** Returns what was found since the last call. */
    fun takePoints(): List<Point> = if (points.isEmpty()) emptyList() else points.toList().also { points.clear() }

    /** Returns whether the program said that its files are complete, since the last call. */
    fun takeCheckpointed(): Boolean = checkpointed.also { checkpointed = false }

    /** Most lines are not, and cost nothing. */
    private fun mayBeJson(bytes: ByteArray, start: Int, end: Int): Boolean {
        var i = start
        while (i < end && bytes[i] <= ' '.code && bytes[i] >= 0) i++
        return i < end && bytes[i] == '{'.code.toByte()
    }

    private fun lookAtJson(line: String) {
        if (METRIC !in line && CHECKPOINTED !in line) return
        val json = looseObject(line) ?: return
        if ((json[CHECKPOINTED] as? JsonPrimitive)?.content == "true") checkpointed = true
        val metric = json[METRIC]
        val values =
            when {
                metric is JsonObject -> metric
                metric is JsonPrimitive && metric.isString && VALUE in json ->
                    mapOf(metric.content to json.getValue(VALUE))
                // Somebody else's JSON.
                else -> return
            }
        val step =
            json[STEP]?.let { element ->
                val text = (element as? JsonPrimitive)?.content.orEmpty()
                requireNotNull(step(text)) { "the step ${"$element".take(SHOWN)} is no integer" }
            }
        metricsOf(values).forEach { (name, value) -> add(name, value, step) }
    }

    private fun look(pattern: MetricPattern, line: String) {
        for (match in pattern.regex.findAll(line)) {
            val step = if (STEP in pattern.groups) match.groups[STEP]?.let { step(it.value) } else null
            for ((name, value) in found(pattern, match)) {
                Metrics.checkedName(name)
                add(name, number(value) ?: value, step)
            }
        }
    }

    private fun found(pattern: MetricPattern, match: MatchResult): List<Pair<String, String>> {
        val name = pattern.name
        val named = pattern.groups - STEP
        return when {
            name != null -> {
                val step = if (STEP in pattern.groups) match.groups[STEP] else null
                listOfNotNull(match.groups.drop(1).firstOrNull { it != null && it !== step && it != step }).map {
                    name to it.value
                }
            }
            named.isNotEmpty() -> named.mapNotNull { group -> match.groups[group]?.let { group to it.value } }
            else -> listOf(match.groupValues[1] to match.groupValues[2]).filter { it.first.isNotEmpty() }
        }
    }

    private fun add(name: String, value: Any, step: Long?) {
        val undeclared = convention?.fault(name)
        if (undeclared != null) {
            if (fault == null) fault = "$undeclared; the program printed ${"$value".take(SHOWN)} for it"
            return
        }
        points += Point(name, if (value is Number) value.toDouble() else value, step)
    }

    private fun step(text: String): Long? =
        when (val value = number(text)) {
            is Long -> value
            is Double -> value.toLong().takeIf { it.toDouble() == value }
            else -> null
        }

    private companion object {
        const val METRIC = "metric"
        const val VALUE = "value"
        const val STEP = MetricPattern.STEP
        const val CHECKPOINTED = "checkpointed"
        const val SHOWN = 200
    }
}
