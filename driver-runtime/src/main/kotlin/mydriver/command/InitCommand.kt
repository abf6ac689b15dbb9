package mydriver.command

import com.github.ajalt.clikt.core.Context
import com.github.ajalt.clikt.parameters.arguments.argument
import com.github.ajalt.clikt.parameters.arguments.default
import com.github.ajalt.clikt.parameters.arguments.help
import java.io.IOException
import java.nio.file.FileAlreadyExistsException
import java.nio.file.Files
import java.nio.file.Path
import java.nio.file.StandardOpenOption.CREATE_NEW
import java.nio.file.StandardOpenOption.WRITE
import kotlin.io.path.name
import mydriver.model.ConfigurationError
import mydriver.model.UsageError
import mydriver.model.shellQuoted
import mydriver.report.Listing

/** Writes a first experiment script. */
internal class InitCommand(session: Session) : DriverCommand(session) {
    private val file: String by
        argument("FILE").help("The script to write; it must not exist.").default("first.exp.kts")

    override fun help(context: Context): String =
        "Writes an experiment script that runs as it is, with comments that say what to change.\n\n" +
            "A file that exists is never overwritten."

    override fun run() {
        val name = named(file)
        val path = session.surroundings.workingDirectory.resolve(name).normalize()
        write(path, template(path.name.removeSuffix(SUFFIX)))
        if (!forPeople) return print(Listing.of(mapOf("file" to path.toString())))
        console.line("wrote $name")
        console.line("run it with: mydriver ${shellQuoted(name)} insert --dispatch --wait")
    }

    private fun named(typed: String): String =
        when {
            typed.endsWith(SUFFIX) -> typed
            '.' !in typed.substringAfterLast('/') && typed.isNotBlank() -> typed + SUFFIX
            else -> throw UsageError("\"${shownName(typed)}\" does not end in $SUFFIX, as experiment scripts do")
        }

    private fun write(path: Path, text: String) {
        try {
            Files.writeString(path, text, CREATE_NEW, WRITE)
        } catch (failure: FileAlreadyExistsException) {
            throw ConfigurationError("$path exists and is left alone; name another file, or delete it first", failure)
        } catch (failure: IOException) {
            throw ConfigurationError(
                "$path cannot be written: ${failure.message ?: failure}; name a file in a folder of yours",
                failure,
            )
        }
    }

    private fun template(name: String): String {
        val resource =
            checkNotNull(javaClass.getResource("first.exp.kts.txt")) { "the template is part of mydriver.jar" }
        val safe = name.filter { it.isLetterOrDigit() || it == '_' || it == '-' }.ifEmpty { "first" }
        return resource.readText().replace("@NAME@", safe)
    }

    private companion object {
        const val SUFFIX = ".exp.kts"
    }
}
