package mydriver.command

import com.github.ajalt.clikt.core.Context
import com.github.ajalt.clikt.parameters.options.option
import com.github.ajalt.clikt.parameters.types.long
import com.github.ajalt.clikt.parameters.types.restrictTo
import kotlin.random.Random
import mydriver.model.UsageError
import mydriver.report.Listing
import mydriver.staging.Transport
import mydriver.store.TableSet
import mydriver.worker.files.FolderOwner
import mydriver.worker.files.RunDirectories

/** Fetches the files of trials from where they are. */
internal class PullCommand(session: Session) : SelectingCommand(session) {
    override val ids by trialIds()

    private val into by
        option("--into", metavar = "DIR", help = "Put them below this folder instead of the root, or its place here.")

    private val attempt by
        option("--attempt", metavar = "K", help = "Fetch this attempt instead of the newest.")
            .long()
            .restrictTo(min = 1)

    override fun help(context: Context): String =
        "Fetches the files of trials from the machine that runs them, or ran them, or from the root on another host, by " +
            "rsync over ssh. Of trials that run, it fetches what is there now; fetching again brings what is new.\n\n" +
            "They are put where they would be if the trial had run here, so that logs finds them. MYDRIVER_SSH says how " +
            "ssh is called: 'ssh -F cluster.conf'."

    override fun run() {
        if (!selects) throw UsageError("pull: which trials? Name ids (3, 1-10, last), --status S, --where E, or --all")
        val tableSet = openForReading()
        val typed = into
        val target =
            if (typed == null) settings.root.value else session.surroundings.workingDirectory.resolve(typed).normalize()
        val directories = RunDirectories(target, tableSet.name).also { it.open(FolderOwner.of(tableSet)) }
        val transport = Transport(session.surroundings.processes, Random.Default)
        val fetching = Fetching(transport, directories, settings.archive?.resolve(tableSet.name))
        val fetched = wanted(tableSet).map { fetching.fetch(it, tableSet.queries.attempts(it), attempt) }
        fetched.forEach { it.fault?.let { why -> console.note("mydriver: trial ${it.trial}: $why") } }
        if (fetched.any { it.fault != null }) exitCode = ExitCode.FAILED
        tell(fetched)
    }

    private fun wanted(tableSet: TableSet): List<Long> {
        val request = selected(tableSet)
        val wanted = tableSet.queries.ids(request)
        val single = request.ids.orEmpty().filter { it.first == it.last }.map { it.first }
        if (request.where == null && request.statuses.isEmpty())
            single.firstOrNull { it !in wanted }?.let { throw noTrial(tableSet, it) }
        return wanted.asList()
    }

    private fun tell(fetched: List<Fetched>) {
        val there = fetched.filter { it.fault == null }
        val rows = there.map { listOf(it.trial, it.attempt, it.from, it.to) }
        print(Listing(listOf("trial", "attempt", "from", "to"), rows.iterator()))
    }
}
