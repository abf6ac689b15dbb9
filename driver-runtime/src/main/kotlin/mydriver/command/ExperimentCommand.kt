package mydriver.command

import com.github.ajalt.clikt.parameters.options.option
import mydriver.model.DatabaseError
import mydriver.process.Machine
import mydriver.report.Formats
import mydriver.store.StoreOptions
import mydriver.store.TableSet
import mydriver.store.query.LackingIndex
import mydriver.store.query.SortKey

/** A command that works on the experiment of a script. */
internal abstract class ExperimentCommand(session: Session, formats: List<String> = Formats.all.map { it.name }) :
    DriverCommand(session, formats) {
    private val databaseOption: String? by
        option("--database", metavar = "URL", help = "Use this table set instead of the script's.")

    private val rootOption: String? by
        option("--root", metavar = "DIR", help = "Keep run directories here instead of where the script says.")

    /** Where trials are stored and files are kept, and who said so. */
    protected val settings: Settings by lazy { Settings.of(session, databaseOption, rootOption) }

    /** Whether what it changes at a time is little; see [StoreOptions.smallTransactions]. */
    protected open val smallTransactions: Boolean
        get() = false

    private val reading by lazy { open(readOnly = true) }
    private val writing by lazy { open(readOnly = false) }

    /** Opens the table set to look at it; throws [mydriver.store.NothingInserted] if it is not there yet. */
    protected fun openForReading(): TableSet = reading

    /** Opens the table set to change it; makes it if it is not there yet. */
    protected fun openForWriting(): TableSet = writing

    /** Brings the view up to date after a look at the table set, for metrics appear while only workers write. */
    protected fun refreshView() {
        if (!reading.views.outdated()) return
        try {
            writing.views.create()
        } catch (failure: DatabaseError) {
            console.note("mydriver: the view lacks the newest params and metrics: ${failure.message}")
        }
    }

    /**
     * Makes the index that sorting by [key] lacks in a large table set, and says so. Where that cannot be done, trials
     * are sorted without.
     */
    protected fun easeSorting(key: SortKey) {
        reading.indexes.lacking(key)?.let { make(it, "sorting by it reads only what it shows") }
    }

    /** The same for counting trials by their states. */
    protected fun easeCounting() {
        reading.indexes.lackingStates()?.let { make(it, "counting reads the index only") }
    }

    private fun make(index: LackingIndex, what: String) {
        console.note("mydriver: making an index of about ${index.trials} trials by ${index.by}; from then on $what")
        try {
            writing.indexes.make(index)
        } catch (failure: DatabaseError) {
            console.note("mydriver: goes on without the index: ${failure.message}")
        }
    }

    private fun open(readOnly: Boolean): TableSet {
        val environment = session.surroundings.environment
        val host = Machine.local().host
        val options = StoreOptions(environment, readOnly = readOnly, host = host, smallTransactions = smallTransactions)
        return session.closing(TableSet.open(settings.database.value, options))
    }
}
