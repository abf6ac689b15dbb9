package mydriver.host

import java.io.IOException

/**
 * The line of a script that a frame of a stack trace stands for.
 *
 * Code of inline functions, `experiment` among them, is compiled into the script under line numbers behind the script's
 * last line; the debug information of the class tells which call each stands for (JSR-45, stratum `KotlinDebug`).
 */
internal object ScriptLine {
    private val mapped = Regex("""(\d+)#\d+(?:,(\d+))?:(\d+)(?:,(\d+))?""")

    /** The line of [source] that [frame] is in, counted from 1, or null if it is in none. */
    fun of(frame: StackTraceElement, source: ScriptSource): Int? {
        val number = frame.lineNumber
        return when {
            frame.fileName != source.name || number < 1 -> null
            source.line(number) != null -> number
            else -> called(number, frame.className)
        }
    }

    private fun called(number: Int, type: String): Int? =
        calls(type)
            .lineSequence()
            .mapNotNull { mapped.matchEntire(it) }
            .firstNotNullOfOrNull { call ->
                val (from, count, to, width) = call.destructured
                val first = to.toInt()
                val last = first + (count.toIntOrNull() ?: 1) * (width.toIntOrNull() ?: 1)
                from.toInt().takeIf { number in first until last }
            }

    private fun calls(type: String): String {
        val loader = Thread.currentThread().contextClassLoader
        val bytes =
            try {
                loader.getResourceAsStream(type.replace('.', '/') + ".class")?.use { it.readAllBytes() }
            } catch (_: IOException) {
                // Without debug information the message has one line number less.
                null
            }
        return bytes
            ?.toString(Charsets.ISO_8859_1)
            ?.substringAfter("*S KotlinDebug", "")
            ?.substringBefore("*E")
            .orEmpty()
    }
}
