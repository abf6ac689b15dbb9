package mydriver.command

import mydriver.dispatch.DispatchPlace
import mydriver.dispatch.DispatchRequest
import mydriver.dispatch.Dispatcher
import mydriver.dispatch.PinnedBundle
import mydriver.dispatch.Submission
import mydriver.model.ConfigurationError
import mydriver.model.Status
import mydriver.store.TableSet
import mydriver.store.query.ListRequest

/** Starts workers on a table set, and maybe waits for them. */
internal class HandOff(private val session: Session, private val settings: Settings, private val tableSet: TableSet) {
    private val console = session.console
    private val directories = runDirectories(settings, tableSet)
    private val dispatcher = Dispatcher(tableSet.submissions, tableSet.leases, place())

    /** Starts the workers that [options] ask for; returns null when nothing is queued. */
    fun start(options: HandOffOptions): Submission? {
        val queued = tableSet.queries.counts().getValue(Status.QUEUED)
        val plan = dispatcher.plan(request(options, queued))
        console.note(plan.sentence)
        val submission = dispatcher.submit(plan) ?: return null
        console.note("submission ${submission.tag}; logs are in ${submission.folder}")
        return submission
    }

    /** Waits until what is queued or running now has ended, tells how that went, and returns the exit code. */
    fun await(submission: Submission?): Int {
        val ids = tableSet.queries.ids(ListRequest(statuses = setOf(Status.QUEUED, Status.RUNNING)))
        val crew = Crew(session, settings, tableSet, dispatcher, submission)
        return when (val end = Waiting(session, tableSet, ids).untilEnded(crew::anybody)) {
            is WaitEnd.AllEnded -> if (end.failed > 0) ExitCode.FAILED else ExitCode.OK
            is WaitEnd.Stopped -> {
                console.note("stopped waiting; the workers go on, and status shows how far they are")
                end.code
            }
            is WaitEnd.Abandoned -> abandoned(end.left, submission)
            is WaitEnd.TimedOut -> error("a waiting without a limit was over")
        }
    }

    private fun abandoned(left: Long, submission: Submission?): Int {
        val logs = submission?.let { "; its workers' logs are in ${it.folder}" }.orEmpty()
        console.note("mydriver: no worker is left, but $left trials are still queued or running$logs")
        return ExitCode.FAILED
    }

    private fun request(options: HandOffOptions, queued: Long): DispatchRequest {
        val script = session.script
        return DispatchRequest(
            script.path,
            PinnedBundle(script.bundle.hash, script.bundle.encoded()),
            title = tableSet.name,
            queued,
            options.workers,
            options.scheduler,
            script.experiment.resources,
            workerOptions(settings),
        )
    }

    private fun place(): DispatchPlace {
        val surroundings = session.surroundings
        val program = surroundings.program
        return DispatchPlace(
            surroundings.processes,
            program.launcher,
            program.processors,
            surroundings.clock,
            directories::submission,
        )
    }
}

/**
 * Returns what workers must be told because the script itself does not say it.
 *
 * @throws ConfigurationError if that is a password, which must not get into a script
 */
internal fun workerOptions(settings: Settings): List<String> {
    val database = settings.database
    val url = database.value.masked
    if (database.typed && ":***@" in url)
        throw ConfigurationError(
            "${database.origin} holds a password, which no generated script may hold; put it into ~/.pgpass"
        )
    return buildList {
        add("--ok-on-failed")
        if (database.typed) addAll(listOf("--database", url))
        if (settings.root.typed) addAll(listOf("--root", settings.root.value.toString()))
    }
}
