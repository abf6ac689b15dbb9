package mydriver.command

import java.nio.file.Path
import mydriver.dispatch.Delivery
import mydriver.dispatch.DispatchPlace
import mydriver.dispatch.DispatchRequest
import mydriver.dispatch.DispatchWishes
import mydriver.dispatch.Dispatcher
import mydriver.dispatch.PinnedBundle
import mydriver.dispatch.Submission
import mydriver.dispatch.profile.DispatchTarget
import mydriver.dispatch.profile.ProfileFiles
import mydriver.dispatch.refuseImpossible
import mydriver.model.ConfigurationError
import mydriver.model.SchedulerError
import mydriver.model.Status
import mydriver.process.Machine
import mydriver.store.TableSet
import mydriver.store.query.ListRequest
import mydriver.worker.files.RunDirectories

/**
 * Starts workers on a table set, and maybe waits for them.
 *
 * @param target the profile or scheduler that was named, or null
 */
internal class HandOff(
    private val session: Session,
    private val settings: Settings,
    target: String?,
    private val wishes: DispatchWishes,
) {
    private val console = session.console
    private val place = session.dispatchPlace(settings)
    // Trials in a SQLite file are for this host, whatever schedulers it has; who names one is told that.
    private val target: DispatchTarget =
        ProfileFiles(profileFiles(session)).read().target(target) { program ->
            settings.database.value.file == null && place.present(program)
        }

    /** Refuses what the scheduler cannot do, before anything is written. */
    fun check() = refuseImpossible(request(null), place)

    /** Returns the scripts that would be handed over for what is queued. */
    fun render(tableSet: TableSet): List<String> =
        Dispatcher(tableSet, place).render(request(tableSet)).ifEmpty {
            console.note("nothing is queued, so no worker would be started")
            emptyList()
        }

    /** Starts the workers that are wanted; returns none when nothing is queued, or enough are there. */
    fun start(tableSet: TableSet): List<Submission> {
        runDirectories(settings, tableSet)
        val dispatcher = Dispatcher(tableSet, place)
        repeat(ROUNDS) {
            val plan = dispatcher.plan(request(tableSet))
            console.note(plan.sentence)
            plan.notes.forEach(console::note)
            if (plan.workers > 0) farFromDatabase()?.let(console::note)
            val submissions = dispatcher.submit(plan)
            if (submissions != null) {
                submissions.forEach(::tell)
                return submissions
            }
            console.note("somebody else has dispatched at the same time; counting again")
        }
        throw SchedulerError("others keep dispatching workers for this table set; nothing was sent, try again")
    }

    /** Returns what to be warned of when workers of other hosts look for the database on themselves, or null. */
    private fun farFromDatabase(): String? {
        val url = settings.database.value
        if (target.backend.onThisHost || !url.onThisHost) return null
        return "${url.masked} names this host as each host calls itself; if workers start elsewhere, they will not find it"
    }

    private fun tell(submission: Submission) {
        submission.warning?.let { console.note("${submission.backend.name} says: $it") }
        val key = place.delivery?.key.takeIf { !submission.backend.sharesDisk }
        val logs = key?.let { "~/.mydriver/$it/submissions/${submission.tag} of each host" } ?: "${submission.folder}"
        console.note("submission ${submission.tag}; logs are in $logs")
    }

    /** What a program is told of [started]. */
    fun numbers(started: List<Submission>): Map<String, Any?> =
        mapOf(
            "submission" to started.joinToString(",") { it.tag }.ifEmpty { null },
            "native_ids" to started.flatMap { it.nativeIds },
        )

    /** Waits until what is queued or running now has ended, tells how that went, and returns the exit code. */
    fun await(tableSet: TableSet, started: List<Submission>): Int {
        val ids = tableSet.queries.ids(ListRequest(statuses = setOf(Status.QUEUED, Status.RUNNING)))
        val crew = Crew(session, settings, tableSet)
        return when (val end = Waiting(session, tableSet, ids).untilEnded(crew::anybody)) {
            is WaitEnd.AllEnded -> if (end.failed > 0) ExitCode.FAILED else ExitCode.OK
            is WaitEnd.Stopped -> {
                console.note("stopped waiting; the workers go on, and status shows how far they are")
                end.code
            }
            is WaitEnd.Abandoned -> abandoned(end.left, started)
            is WaitEnd.TimedOut -> error("a waiting without a limit was over")
        }
    }

    private fun abandoned(left: Long, started: List<Submission>): Int {
        val logs = started.firstOrNull()?.let { "; its workers' logs are in ${it.folder}" }.orEmpty()
        console.note("mydriver: no worker is left, but $left trials are still queued or running$logs")
        return ExitCode.FAILED
    }

    private fun request(tableSet: TableSet?): DispatchRequest {
        val script = session.script
        return DispatchRequest(
            script.path,
            PinnedBundle(script.bundle.hash, script.bundle.encoded()),
            title = settings.database.value.name,
            target,
            tableSet?.standing?.demand().orEmpty(),
            script.experiment.resources,
            wishes,
            workerOptions(settings, target),
            settings.database.value.file,
        )
    }

    private companion object {
        const val ROUNDS = 5
    }
}

/** Returns where workers are handed over from. */
internal fun Session.dispatchPlace(settings: Settings): DispatchPlace {
    val program = surroundings.program
    val directories = RunDirectories(settings.root.value, settings.database.value.name)
    return DispatchPlace(
        surroundings.processes,
        program.launcher,
        program.processors,
        surroundings.clock,
        pause = { surroundings.pauses.pause(it) == null },
        delivery = delivery(settings),
        folder = directories::submission,
    )
}

/** Returns what hosts are sent that share no disk with this one; null where mydriver is no folder of its own. */
private fun Session.delivery(settings: Settings): Delivery? {
    val launcher = surroundings.program.launcher.singleOrNull()?.let { Path.of(it) }
    val program = launcher?.takeIf { it.endsWith("bin/mydriver") }?.parent?.parent ?: return null
    val inside =
        listOf(settings.root.value, settings.work).filter { it.startsWith(script.folder) && it != script.folder }
    val leftOut = inside.distinct().map { "/${script.folder.relativize(it)}/" }
    return Delivery(program, script.path, Machine.local().host, surroundings.home, leftOut)
}

/** Returns the files that profiles may stand in, the nearest first; they need not be there. */
internal fun profileFiles(session: Session): List<Path> {
    val home = session.surroundings.home
    val named = session.surroundings.environment("XDG_CONFIG_HOME")?.takeIf { it.startsWith("/") }
    val configuration = named?.let { Path.of(it) } ?: home.resolve(".config")
    return listOf(session.script.folder.resolve("mydriver.yaml"), configuration.resolve("mydriver/config.yaml"))
}

/**
 * Returns what workers are told of where trials and files are: all that depends on where and by whom this was typed is
 * resolved now.
 *
 * @throws ConfigurationError if that is a password, which must not get into a script
 */
internal fun workerOptions(settings: Settings, target: DispatchTarget): List<String> {
    val database = settings.database
    val url = database.value.told
    // The script of the experiment may hold a password that its workers find there; a generated one may not.
    if (url == null && (database.typed || !target.backend.sharesDisk))
        throw ConfigurationError(
            "${database.origin} holds a password, which no generated script may hold; put it into ~/.pgpass"
        )
    // On a host that shares no disk, a folder that nobody typed is the one beside the script over there.
    val root = settings.rootText.takeIf { target.backend.sharesDisk || settings.root.typed }
    return listOf("--ok-on-failed") +
        (url?.let { listOf("--database", it) }.orEmpty()) +
        (root?.let { listOf("--root", it) }.orEmpty())
}
