package mydriver.command

import java.nio.file.Path
import kotlin.io.path.absolute
import mydriver.store.TableSetUrl
import mydriver.store.safeTableSetName
import mydriver.worker.files.runRoot

/**
 * A value, and who said so.
 *
 * @property origin such as `option --root` or `script foo.exp.kts`
 * @property typed whether it was said to this command only, by an option or the environment
 */
internal data class Setting<T>(val value: T, val origin: String, val typed: Boolean)

/**
 * What holds for an experiment after options, environment and script were asked, in this order.
 *
 * @property database where trials are stored
 * @property root folder under which they keep files
 */
internal class Settings(val database: Setting<TableSetUrl>, val root: Setting<Path>) {
    companion object {
        const val DATABASE = "MYDRIVER_DATABASE"
        const val ROOT = "MYDRIVER_ROOT"

        /** Finds the settings of [session]; [databaseOption] and [rootOption] are what was typed, or null. */
        fun of(session: Session, databaseOption: String?, rootOption: String?): Settings {
            val script = session.script
            val said = Said(session, script)
            val database = said.find("--database", databaseOption, DATABASE, script.experiment.database)
            val root = said.find("--root", rootOption, ROOT, script.experiment.root)
            return Settings(
                Setting(url(session, database), database.origin, database.typed),
                Setting(folder(session, root), root.origin, root.typed),
            )
        }

        private fun url(session: Session, said: Source): TableSetUrl {
            val script = session.script
            val name = safeTableSetName(script.experiment.name)
            if (said.text == null) return TableSetUrl.ofFile(script.folder.resolve("${script.stem}.db"), name)
            return TableSetUrl.parse(said.text, said.folder, name, session.surroundings.environment)
        }

        /** A relative path of the script starts at the script, one that was typed where it was typed. */
        private fun folder(session: Session, said: Source): Path {
            val home = session.surroundings.home
            if (said.text == null || said.folder == session.script.folder)
                return runRoot(session.script.path, said.text, home)
            return runRoot(said.folder.absolute().resolve("typed"), said.text, home)
        }
    }
}

/** What was said, by whom, and where relative paths in it start. */
private class Source(val text: String?, val origin: String, val folder: Path, val typed: Boolean)

private class Said(private val session: Session, private val script: ScriptFile) {
    fun find(option: String, typed: String?, variable: String, declared: String?): Source {
        val here = session.surroundings.workingDirectory
        val environment = session.surroundings.environment(variable)?.ifEmpty { null }
        return when {
            typed != null -> Source(typed, "option $option", here, typed = true)
            environment != null -> Source(environment, "environment variable $variable", here, typed = true)
            declared != null -> Source(declared, "script ${script.path.fileName}", script.folder, typed = false)
            else -> Source(null, "default", script.folder, typed = false)
        }
    }
}
