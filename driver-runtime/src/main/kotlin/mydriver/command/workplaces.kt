package mydriver.command

import java.util.concurrent.atomic.AtomicBoolean
import kotlin.concurrent.thread
import kotlin.random.Random
import kotlin.time.Duration.Companion.days
import mydriver.model.Experiment
import mydriver.model.Release
import mydriver.staging.Transport
import mydriver.store.TableSet
import mydriver.template.Templates
import mydriver.worker.Staging
import mydriver.worker.WorkFolders
import mydriver.worker.Workplace
import mydriver.worker.files.Archive
import mydriver.worker.files.FolderOwner
import mydriver.worker.files.RunDirectories
import mydriver.worker.files.ScratchFolders
import mydriver.worker.files.runRoot

/** Returns the workplace whose run directories are [directories]. */
internal fun Session.workplace(directories: RunDirectories, archive: Archive? = null): Workplace {
    val program = surroundings.program
    val versions = "mydriver ${Release.VERSION}, Java ${program.java}, ${program.system}"
    val child = program.child + script.path.toString()
    return Workplace(
        surroundings.processes,
        child,
        WorkFolders(directories, scratch(), staging(script.experiment), archive),
        surroundings.capture,
        versions,
        clock = surroundings.clock,
    )
}

private fun <P : Any> Session.staging(experiment: Experiment<P>): Staging? =
    if (experiment.templates.isEmpty()) null else Staging(Templates(experiment, script.folder)::write)

/** Temporary files of attempts go where those of other programs of this machine go. */
private fun Session.scratch(): ScratchFolders {
    val declared = script.experiment.scratch ?: surroundings.environment("TMPDIR")?.takeIf { it.isNotEmpty() }
    return ScratchFolders(runRoot(script.path, declared ?: "/tmp", surroundings.home))
}

/** Returns the run directories of [tableSet], after making sure that they are its own. */
internal fun runDirectories(settings: Settings, tableSet: TableSet): RunDirectories =
    RunDirectories(settings.root.value, tableSet.name).also {
        it.open(FolderOwner.of(tableSet))
    }

/** Returns the run directories in which workers of this machine work, after making sure that they are its own. */
internal fun workDirectories(settings: Settings, tableSet: TableSet): RunDirectories =
    RunDirectories(settings.work, tableSet.name).also { it.open(FolderOwner.of(tableSet)) }

/** Returns where workers copy files from and to, after making sure that it is the table set's; null for nowhere. */
internal fun Session.archive(settings: Settings, tableSet: TableSet): Archive? {
    val address = settings.archive?.resolve(tableSet.name) ?: return null
    val transport = Transport(surroundings.processes, Random.Default)
    val archive = Archive(address, transport, script.experiment.stage?.ignore.orEmpty())
    archive.open(FolderOwner.of(tableSet), settings.work.resolve(tableSet.name))
    return archive
}

/**
 * Runs [work], and calls [stop] with the exit code for that when somebody asks the process to end; returns it, or null.
 *
 * @param checkpoint called when somebody asks for a checkpoint
 */
internal fun Session.stoppable(stop: (Int) -> Unit, checkpoint: () -> Unit = {}, work: () -> Unit): Int? {
    surroundings.pauses.onCheckpoint(checkpoint)
    val ended = AtomicBoolean()
    var code: Int? = null
    val watch =
        thread(isDaemon = true, name = "mydriver-stop-watch") {
            try {
                while (!ended.get() && code == null) code = surroundings.pauses.pause(FOREVER)
                code?.let(stop)
            } catch (_: InterruptedException) {
                // The work has ended by itself, below.
                return@thread
            }
        }
    try {
        work()
    } finally {
        ended.set(true)
        watch.interrupt()
        watch.join()
    }
    return code
}

private val FOREVER = 1.days
