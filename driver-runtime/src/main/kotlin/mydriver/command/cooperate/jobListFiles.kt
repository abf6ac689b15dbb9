package mydriver.command.cooperate

import java.io.IOException
import java.nio.file.FileAlreadyExistsException
import java.nio.file.Files
import java.nio.file.LinkOption.NOFOLLOW_LINKS
import java.nio.file.Path
import java.nio.file.StandardOpenOption.CREATE_NEW
import java.nio.file.StandardOpenOption.WRITE
import mydriver.model.ConfigurationError
import mydriver.report.appendJson

/** Throws [ConfigurationError] if [file] exists: somebody may be working on that list. */
internal fun refuseExisting(file: Path) {
    if (Files.exists(file, NOFOLLOW_LINKS)) throw exists(file, null)
}

/** Writes [commands] to [file], which must not exist, one per line. */
internal fun writeJobList(file: Path, commands: List<List<String>>) {
    val text =
        commands.joinToString(",\n  ", "[\n  ", "\n]\n") { words ->
            words.joinToString(", ", "[", "]", transform = ::json)
        }
    try {
        Files.writeString(file, text, CREATE_NEW, WRITE)
    } catch (failure: FileAlreadyExistsException) {
        throw exists(file, failure)
    } catch (failure: IOException) {
        throw ConfigurationError(
            "$file cannot be written: ${failure.message ?: failure}; name a file in a folder of yours",
            failure,
        )
    }
}

private fun json(word: String): String = StringBuilder().apply { appendJson(word) }.toString()

private fun exists(file: Path, cause: IOException?) =
    ConfigurationError("$file exists and is left alone; name another file, or delete it first", cause)
