package mydriver.command

import mydriver.store.TableSet
import mydriver.worker.Contact
import mydriver.worker.Journal
import mydriver.worker.Reclaimer
import mydriver.worker.files.RunDirectories

/**
 * Takes trials back from workers that are certainly dead: those of this host whose process is gone, and those that
 * signed off. A command that looks once has no right to more, see [Reclaimer].
 */
internal class DeadWorkers(session: Session, settings: Settings, private val tableSet: TableSet) {
    private val workplace = session.workplace(RunDirectories(settings.work, tableSet.name))
    private val lease = session.script.experiment.lease
    private val journal = Journal(session.console::note)
    private val reclaimer =
        Reclaimer(tableSet, workplace, NOBODY, lease, Contact(workplace.time, lease, journal), journal)

    /** Does it, with a line for each trial. */
    fun reclaim() {
        reclaimer.round()
    }

    private companion object {
        /** No worker has an empty id. */
        const val NOBODY = ""
    }
}
