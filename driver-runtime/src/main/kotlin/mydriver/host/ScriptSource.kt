package mydriver.host

import java.io.IOException
import java.nio.file.Files
import java.nio.file.Path
import mydriver.model.ConfigurationError

/** A script file and its bytes, read once, so that what is hashed is what is compiled. */
internal class ScriptSource(val path: Path, val bytes: ByteArray) {
    val folder: Path
        get() = path.parent

    val name: String
        get() = path.fileName.toString()

    val text: String
        get() = bytes.decodeToString()

    /** The line with this number, counted from 1, or null if there is none. */
    fun line(number: Int): String? = text.lineSequence().elementAtOrNull(number - 1)

    companion object {
        /** Reads [path]; throws [ConfigurationError] if it is no file that can be read. */
        fun read(path: Path): ScriptSource {
            val absolute = path.toAbsolutePath().normalize()
            return try {
                ScriptSource(absolute, Files.readAllBytes(absolute))
            } catch (e: IOException) {
                throw ConfigurationError("$path: ${reason(absolute)}", e)
            }
        }

        private fun reason(path: Path): String =
            when {
                Files.isDirectory(path) -> "is a folder; name an experiment script, such as foo.exp.kts"
                Files.notExists(path) ->
                    "no such file; name an experiment script, such as foo.exp.kts (mydriver init writes one)"
                else -> "cannot be read; check its permissions"
            }
    }
}
