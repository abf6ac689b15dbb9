package mydriver.host

import java.nio.file.Path

/**
 * One thing that the compiler says of a script; [line] and [column] count from 1 and are null when it names no place.
 */
internal data class Report(
    val severity: String,
    val message: String,
    val path: Path?,
    val line: Int?,
    val column: Int?,
) {
    val isError: Boolean
        get() = severity == "ERROR" || severity == "FATAL"

    /** As `foo.exp.kts:12:5: message`, followed by the line and a caret under the place if [withLine]. */
    fun shown(source: ScriptSource, withLine: Boolean): String {
        val file = path?.toAbsolutePath()?.normalize() ?: source.path
        val place = listOfNotNull(shortName(file, source), line, column).joinToString(":")
        val heading = "$place: ${if (isError) "" else "warning: "}${message.trimEnd()}"
        val text = line?.takeIf { withLine }?.let { lineOf(file, source, it) } ?: return heading
        val indent = text.take((column ?: 1) - 1).map { if (it == '\t') '\t' else ' ' }.joinToString("")
        return "$heading\n$text\n$indent^"
    }

    private fun shortName(file: Path, source: ScriptSource): String =
        if (file.startsWith(source.folder)) source.folder.relativize(file).toString() else file.toString()

    private fun lineOf(file: Path, source: ScriptSource, line: Int): String? =
        (if (file == source.path) source else ScriptSource.read(file)).line(line)

    companion object {
        fun of(answer: Map<*, *>): Report =
            Report(
                severity = answer["severity"] as String,
                message = answer["message"] as String,
                path = (answer["path"] as String?)?.let { Path.of(it) },
                line = answer["line"] as Int?,
                column = answer["column"] as Int?,
            )
    }
}
