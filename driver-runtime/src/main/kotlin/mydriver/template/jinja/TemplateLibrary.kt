package mydriver.template.jinja

import java.io.IOException
import java.nio.charset.CharacterCodingException
import java.nio.file.Files
import java.nio.file.InvalidPathException
import java.nio.file.Path

/**
 * The templates below a folder, each read once.
 *
 * A name leads from the folder of the template that names it; if there is no such file, from [folder] on.
 */
internal class TemplateLibrary(private val folder: Path) {
    private val read = HashMap<Path, ParsedTemplate>()

    /** Returns the template called [name], as the template [from] says, or null if there is none. */
    @Synchronized
    fun find(name: String, from: String? = null): ParsedTemplate? {
        val file =
            try {
                val beside = from?.let { folder.resolve(it).resolveSibling(name) }
                listOfNotNull(beside, folder.resolve(name)).map { it.normalize() }.firstOrNull(Files::isRegularFile)
            } catch (_: InvalidPathException) {
                // No file can be called like that.
                null
            }
        return file?.let { read.getOrPut(it) { TemplateParser(shown(it), text(it)).template() } }
    }

    private fun shown(file: Path): String = if (file.startsWith(folder)) "${folder.relativize(file)}" else "$file"

    private fun text(file: Path): String =
        try {
            Files.readString(file)
        } catch (failure: CharacterCodingException) {
            throw TemplateFault(shown(file), 1, "it is no text in UTF-8; convert it", failure)
        } catch (failure: IOException) {
            throw TemplateFault(shown(file), 1, "it cannot be read: $failure", failure)
        }
}
