package mydriver.dispatch

import java.nio.file.Path

/**
 * Returns [command] as it must be called to run in [folder]: what schedulers make of relative names then needs no
 * quoting in any of their languages.
 */
internal fun inFolder(folder: Path, command: List<String>): List<String> =
    listOf("sh", "-c", "cd \"\$1\" && shift && exec \"\$@\"", "sh", "$folder") + command

/** Returns the call of some lines of shell that get [arguments] as `"$@"`. */
internal fun shellWith(lines: String, arguments: List<String> = emptyList()): List<String> =
    listOf("sh", "-c", lines.trimIndent() + "\n", "sh") + arguments

/** Returns whether a name of a file can stand in a line of its own. */
internal fun isOneLine(path: Path): Boolean = "$path".none { it.isISOControl() }
