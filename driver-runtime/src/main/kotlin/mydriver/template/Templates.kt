package mydriver.template

import java.io.IOException
import java.nio.file.Files
import java.nio.file.Path
import java.nio.file.StandardCopyOption.ATOMIC_MOVE
import java.nio.file.attribute.PosixFilePermission.GROUP_EXECUTE
import java.nio.file.attribute.PosixFilePermission.OTHERS_EXECUTE
import java.nio.file.attribute.PosixFilePermission.OWNER_EXECUTE
import mydriver.model.CommandContext
import mydriver.model.ConfigurationError
import mydriver.model.Experiment
import mydriver.model.Grid
import mydriver.model.Params
import mydriver.model.Template
import mydriver.template.jinja.NameCheck
import mydriver.template.jinja.ParsedTemplate
import mydriver.template.jinja.Rendering
import mydriver.template.jinja.TemplateFault
import mydriver.template.jinja.TemplateLibrary

/**
 * The files that each attempt of an [experiment] gets, made of templates.
 *
 * ```
 * val templates = Templates(experiment, scriptFolder)
 * insert(templates.checking(grid))
 * templates.write(trial.params, context)
 * ```
 *
 * @param folder where the paths of templates start
 */
public class Templates<P : Any>(private val experiment: Experiment<P>, private val folder: Path) {
    private val library by lazy { TemplateLibrary(folder.toAbsolutePath().normalize()) }

    /**
     * Writes the files of an attempt into its folder; those that begin with `#!` can be executed.
     *
     * @throws ConfigurationError naming all templates that cannot be rendered, and why; nothing is written then
     * @throws IOException if a file cannot be written
     */
    public fun write(params: Params, context: CommandContext) {
        val faults = ArrayList<String>()
        val files = LinkedHashMap<String, String>()
        val point = experiment.codec.decode(params)
        for (template in experiment.templates) {
            try {
                val values = templateValues(params, template.valuesOf(point), context)
                files[template.target] = Rendering(library).render(parsed(template), values)
                files[template.params] = yaml(values)
            } catch (fault: TemplateFault) {
                faults += "${fault.message}"
            } catch (fault: ConfigurationError) {
                faults += "template(\"${template.source}\"): ${fault.message}"
            }
        }
        if (faults.isNotEmpty()) throw ConfigurationError(faults.distinct().joinToString("\n"))
        for ((name, text) in files) write(context.files.resolve(name), text)
    }

    /**
     * Returns the same points as [grid], each looked at on its way: whether templates know all the names that they use,
     * and for the first [TRIED] ones whether they can be rendered.
     *
     * @return a grid that ends with a [ConfigurationError] naming all faults
     */
    public fun checking(grid: Grid<P>): Grid<P> =
        if (experiment.templates.isEmpty()) grid
        else
            Grid { sink ->
                val check = PointCheck()
                grid.emit { point ->
                    check.look(point)
                    sink(point)
                }
                check.end()
            }

    private inner class PointCheck {
        private val faults = LinkedHashSet<String>()
        private val checked = HashSet<Pair<String, Set<String>>>()
        private var points = 0
        private val place = folder.resolve("1/attempt-1/files")

        fun look(point: P) {
            if (faults.size >= MOST_FAULTS) return
            points++
            val params = experiment.codec.encode(point)
            for (template in experiment.templates) {
                try {
                    look(
                        template,
                        templateValues(params, template.valuesOf(point), CommandContext(1, 1, 0, 1, place, place)),
                    )
                } catch (fault: TemplateFault) {
                    faults += "${fault.message}"
                } catch (fault: ConfigurationError) {
                    faults += "template(\"${template.source}\"): ${fault.message}"
                }
            }
        }

        private fun look(template: Template<P>, values: Map<String, Any?>) {
            val parsed = parsed(template)
            if (checked.add(template.source to names(values))) {
                val unknown = NameCheck(library, values).faults(parsed)
                faults += unknown
                if (unknown.isNotEmpty()) return
            }
            if (points <= TRIED && faults.isEmpty()) Rendering(library).render(parsed, values)
        }

        fun end() {
            if (faults.isNotEmpty()) throw ConfigurationError(faults.joinToString("\n"))
        }
    }

    private fun names(values: Map<*, *>, prefix: String = ""): Set<String> =
        values.entries
            .flatMap { (key, value) -> if (value is Map<*, *>) names(value, "$prefix$key.") else setOf("$prefix$key") }
            .toSet()

    private fun parsed(template: Template<P>): ParsedTemplate =
        library.find(template.source)
            ?: throw ConfigurationError(
                "there is no file ${folder.resolve(template.source).normalize()}; correct the path, which starts at the script's folder"
            )

    private fun write(file: Path, text: String) {
        Files.createDirectories(file.parent)
        val aside = Files.createTempFile(file.parent, ".${file.fileName}-", "")
        try {
            Files.writeString(aside, text)
            Files.setPosixFilePermissions(aside, if (text.startsWith("#!")) READABLE + EXECUTABLE else READABLE)
            Files.move(aside, file, ATOMIC_MOVE)
        } finally {
            Files.deleteIfExists(aside)
        }
    }

    public companion object {
        /** How many points of a grid are rendered before anything is inserted. */
        public const val TRIED: Int = 100

        private const val MOST_FAULTS = 20
        private val READABLE = java.nio.file.attribute.PosixFilePermissions.fromString("rw-r--r--")
        private val EXECUTABLE = setOf(OWNER_EXECUTE, GROUP_EXECUTE, OTHERS_EXECUTE)
    }
}
