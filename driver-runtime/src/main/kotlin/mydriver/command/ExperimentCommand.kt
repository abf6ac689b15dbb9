package mydriver.command

import com.github.ajalt.clikt.parameters.options.option
import mydriver.store.StoreOptions
import mydriver.store.TableSet

/** A command that works on the experiment of a script. */
internal abstract class ExperimentCommand(session: Session) : DriverCommand(session) {
    private val databaseOption: String? by
        option("--database", metavar = "URL", help = "Use this table set instead of the script's.")

    private val rootOption: String? by
        option("--root", metavar = "DIR", help = "Keep run directories here instead of where the script says.")

    /** Where trials are stored and files are kept, and who said so. */
    protected val settings: Settings by lazy { Settings.of(session, databaseOption, rootOption) }

    private val reading by lazy { open(readOnly = true) }
    private val writing by lazy { open(readOnly = false) }

    /** Opens the table set to look at it; throws [mydriver.store.NothingInserted] if it is not there yet. */
    protected fun openForReading(): TableSet = reading

    /** Opens the table set to change it; makes it if it is not there yet. */
    protected fun openForWriting(): TableSet = writing

    private fun open(readOnly: Boolean): TableSet {
        val options = StoreOptions(environment = session.surroundings.environment, readOnly = readOnly)
        return session.closing(TableSet.open(settings.database.value, options))
    }
}
