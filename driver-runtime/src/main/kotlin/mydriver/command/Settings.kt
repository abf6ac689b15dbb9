package mydriver.command

import java.nio.file.Path
import kotlin.io.path.absolute
import mydriver.model.ConfigurationError
import mydriver.staging.FolderAddress
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
 * @property root folder of this machine under which commands find the files of trials
 * @property archive where workers copy files from and to, or null when they work in the root itself
 * @property work folder under which workers of this machine keep files while they work
 */
internal class Settings(
    val database: Setting<TableSetUrl>,
    val root: Setting<Path>,
    val archive: FolderAddress? = null,
    val work: Path = root.value,
) {
    /** The root as a person says it: a folder, or one of another host. */
    val rootText: String
        get() = archive?.takeIf { it.host != null }?.toString() ?: root.value.toString()

    /** Returns where the run directory of trial [id] is for good, in the table set called [tableSet]. */
    fun runDirectory(tableSet: String, id: Long): String =
        archive?.resolve(tableSet)?.resolve("$id")?.toString() ?: "${root.value.resolve(tableSet).resolve("$id")}"

    companion object {
        const val DATABASE = "MYDRIVER_DATABASE"
        const val ROOT = "MYDRIVER_ROOT"
        const val STAGE = "MYDRIVER_STAGE"

        /** Finds the settings of [session]; [databaseOption] and [rootOption] are what was typed, or null. */
        fun of(session: Session, databaseOption: String?, rootOption: String?): Settings {
            val script = session.script
            val said = Said(session, script)
            val database = said.find("--database", databaseOption, DATABASE, script.experiment.database)
            val root = said.find("--root", rootOption, ROOT, script.experiment.root)
            val url = Setting(url(session, database), database.origin, database.typed)
            val stage = said.find("", null, STAGE, script.experiment.stage?.folder)
            return if (root.text != null && FolderAddress.isRemote(root.text)) far(session, url, root, stage)
            else near(session, url, root, stage)
        }

        /** Trials are kept on another host; what is here are copies, and files of workers of this machine. */
        private fun far(session: Session, url: Setting<TableSetUrl>, root: Source, stage: Source): Settings {
            val address =
                try {
                    FolderAddress.remote(checkNotNull(root.text))
                } catch (fault: IllegalArgumentException) {
                    throw ConfigurationError("${root.origin}: root ${fault.message}", fault)
                }
            val here = folder(session, stage)
            return Settings(url, Setting(here, root.origin, root.typed), address)
        }

        private fun near(session: Session, url: Setting<TableSetUrl>, root: Source, stage: Source): Settings {
            val folder = Setting(folder(session, root), root.origin, root.typed)
            if (stage.text == null && session.script.experiment.stage == null) return Settings(url, folder)
            val work = folder(session, stage)
            if (work == folder.value)
                throw ConfigurationError(
                    "$work: is both the root and the folder that attempts are staged in; name a folder of each machine " +
                        "with stage { folder(\"…\") } in the script, or with $STAGE"
                )
            return Settings(url, folder, FolderAddress.local(folder.value), work)
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
