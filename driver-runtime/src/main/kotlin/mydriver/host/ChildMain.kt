package mydriver.host

import java.io.FileInputStream
import java.io.FileOutputStream
import java.nio.file.Path
import kotlin.system.exitProcess
import mydriver.command.ScriptFile
import mydriver.model.DriverError
import mydriver.process.ProcessGroup
import mydriver.process.Processes
import mydriver.worker.WorkerPlace
import mydriver.worker.job.TrialChild
import sun.misc.Signal

/**
 * Where the process of one trial starts: `ChildMain SCRIPT`, or `ChildMain --bundle FILE SCRIPT` to run what a
 * submission was pinned to. A supervisor holds the other ends of descriptors 3 and 4.
 */
internal object ChildMain {
    @JvmStatic
    fun main(args: Array<String>) {
        leaveSignals()
        val script =
            try {
                load(args.asList())
            } catch (fault: DriverError) {
                System.err.println(fault.message)
                exitProcess(fault.exitCode)
            }
        TrialChild(FileInputStream("/dev/fd/3"), FileOutputStream("/dev/fd/4"), ::flush, ::orphaned)
            .serve(script.experiment)
        exitProcess(0)
    }

    /**
     * A scheduler that ends a worker sends signals to everything that the worker started as well. Whether a job has to
     * stop is the worker's to say, so that it can save its state.
     *
     * By a handler that does nothing: what is ignored would be ignored by the programs that the job starts, too.
     */
    private fun leaveSignals() {
        if (WorkerPlace.of(submission = null, realEnvironment).scheduled)
            for (name in listOf("TERM", "USR1", "USR2")) Signal.handle(Signal(name)) {}
    }

    private fun load(args: List<String>): ScriptFile {
        val loader = Installation.running().loader(realEnvironment) { System.err.println(it) }
        val script = Path.of(args.last())
        val bundle = if (args.first() == BUNDLE_OPTION) readBundle(Path.of(args[1])) else null
        return if (bundle == null) loader.load(script, emptyList()) else loader.load(bundle, script, emptyList())
    }

    private fun flush() {
        System.out.flush()
        System.err.flush()
    }

    /** Nobody waits for this trial any more: what the job started must not outlive it either. */
    private fun orphaned() {
        ProcessGroup.endOwn(Processes(System.getenv()))
        Runtime.getRuntime().halt(1)
    }
}
