package mydriver.command

import java.util.concurrent.atomic.AtomicBoolean
import kotlin.concurrent.thread
import kotlin.time.Duration.Companion.days
import mydriver.model.Experiment
import mydriver.model.Release
import mydriver.store.TableSet
import mydriver.template.Templates
import mydriver.worker.Staging
import mydriver.worker.WorkFolders
import mydriver.worker.Workplace
import mydriver.worker.files.FolderOwner
import mydriver.worker.files.RunDirectories
import mydriver.worker.files.ScratchFolders
import mydriver.worker.files.runRoot

/** Returns the workplace whose run directories are [directories]. */
internal fun Session.workplace(directories: RunDirectories): Workplace {
    val program = surroundings.program
    val versions = "mydriver ${Release.VERSION}, Java ${program.java}"
    val child = program.child + script.path.toString()
    return Workplace(
        surroundings.processes,
        child,
        WorkFolders(directories, scratch(), staging(script.experiment)),
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

/**
 * Runs [work], and calls [stop] when somebody asks the process to end; returns the exit code for that, or null.
 *
 * @param checkpoint called when somebody asks for a checkpoint
 */
internal fun Session.stoppable(stop: () -> Unit, checkpoint: () -> Unit = {}, work: () -> Unit): Int? {
    surroundings.pauses.onCheckpoint(checkpoint)
    val ended = AtomicBoolean()
    var code: Int? = null
    val watch =
        thread(isDaemon = true, name = "mydriver-stop-watch") {
            try {
                while (!ended.get() && code == null) code = surroundings.pauses.pause(FOREVER)
                if (code != null) stop()
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
