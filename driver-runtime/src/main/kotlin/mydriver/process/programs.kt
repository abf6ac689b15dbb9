package mydriver.process

import java.io.File
import java.nio.file.Files
import java.nio.file.Path
import kotlin.io.path.Path

private const val DEFAULT_PATH = "/usr/local/bin:/usr/bin:/bin"

/** Returns the file that [program] names on [path], a list of folders as in `PATH`, or null. */
internal fun programOnPath(program: String, path: String?): Path? =
    (path ?: DEFAULT_PATH)
        .split(File.pathSeparatorChar)
        .filter { it.isNotEmpty() }
        .map { Path(it).resolve(program) }
        .firstOrNull(::isProgram)

/** By `java.io`, because `Files` makes an exception of each folder of `PATH` in which there is no such file. */
private fun isProgram(file: Path) = file.toFile().let { it.isFile && it.canExecute() }

/** Returns why [program] cannot be started in [directory] with [path] as its `PATH`, and the way out; or null. */
internal fun startFault(program: String, directory: Path, path: String?): String? {
    if (!Files.isDirectory(directory))
        return "its working directory $directory does not exist; make it, or name another"
    if ('/' !in program) {
        if (programOnPath(program, path) != null) return null
        val beside = directory.resolve(program)
        val hint = if (Files.isRegularFile(beside)) "; write ./$program for the file in its working directory" else ""
        return "there is no program \"$program\" on PATH (${path ?: DEFAULT_PATH})" +
            hint.ifEmpty { "; install it, or give the path to it" }
    }
    val file = directory.resolve(program)
    return when {
        isProgram(file) -> null
        Files.isRegularFile(file) -> "$file is not executable; make it so with chmod +x, or name its interpreter first"
        else -> "there is no program $file; correct the path, which starts at the working directory"
    }
}
