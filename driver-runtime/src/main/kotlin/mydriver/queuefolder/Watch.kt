package mydriver.queuefolder

import java.io.IOException

/**
 * Runs the scripts of a queue folder, one at a time, and tells everything in its log.
 *
 * @param drain whether to end when no script is left, instead of waiting for more
 * @param pause waits between two looks; ends early when [stop] or [finish] is called
 */
internal class Watch(
    private val folder: QueueFolder,
    private val jobs: JobQueue,
    private val runner: ScriptRunner,
    private val log: WatchLog,
    private val drain: Boolean,
    private val pause: () -> Unit,
) {
    private var summary = WatchSummary()
    private var idle = false

    @Volatile private var stopping = false

    @Volatile private var finishing = false

    /** Asks the script that runs to end, puts it back into the queue if it does not succeed, and runs no more. */
    fun stop() {
        stopping = true
        finish()
    }

    /** Runs no more scripts than the one that runs. */
    fun finish() {
        finishing = true
    }

    /** Runs scripts until it is told to end, or, to drain, until none is left. */
    fun run(): WatchSummary {
        log.info("------------ Job Dispatcher Started ------------")
        recover()
        while (!finishing) {
            when (round()) {
                Round.RAN -> Unit
                Round.NOTHING_TO_RUN -> pause()
                Round.DRAINED -> break
            }
        }
        log.info("------------ Job Dispatcher Stopped ------------")
        return summary
    }

    private fun recover() {
        runner.endPredecessor()
        for (name in folder.interrupted()) {
            val place = folder.putBack(name) ?: continue
            summary = summary.copy(requeued = summary.requeued + 1)
            log.warning("$name was interrupted and is back in the queue${alias(name, place)}")
        }
    }

    /** Looks at the queue and runs at most one script. */
    fun round(): Round {
        val look = jobs.look()
        if (look.added.isNotEmpty()) log.info("${look.added.size} new jobs added to queue ${pythonList(look.added)}")
        if (look.removed > 0) log.info("Detected ${look.removed} jobs removed from queue")
        val name = jobs.next()
        if (name != null) {
            idle = false
            run(name)
            return Round.RAN
        }
        if (look.empty && drain) {
            log.info("Job queue empty. Ending...")
            return Round.DRAINED
        }
        if (look.empty && !idle) log.info("Job queue empty. Waiting...")
        idle = look.empty
        return Round.NOTHING_TO_RUN
    }

    private fun run(name: String) {
        val script = folder.claim(name)
        if (script == null) {
            log.info("Detected 1 jobs removed from queue")
            return
        }
        log.info("Running job $name...")
        val fault = scriptFault(script)
        if (fault != null) return ended(name, success = false, "$name cannot be run: $fault")
        val end =
            try {
                runner.run(script) { stopping }
            } catch (failure: IOException) {
                return ended(name, success = false, "$name cannot be run: ${failure.message ?: failure}")
            }
        if (stopping && !end.status.success) putBack(name)
        else ended(name, end.status.success, "$name returned ${end.status.code}")
        if (end.leftovers && !stopping) log.warning("$name left processes running; they were ended")
    }

    private fun ended(name: String, success: Boolean, news: String) {
        // The folder first: a crash in between loses a line of the log, and not what became of the script.
        val kept = folder.finish(name, success)
        if (success) log.info(news) else log.warning(news)
        summary =
            if (success) summary.copy(completed = summary.completed + 1) else summary.copy(failed = summary.failed + 1)
        if (kept == null) log.warning("$name is gone: it was moved or deleted while it ran")
        else if (kept != name) log.info("$name is kept${alias(name, kept)}: there is an older one of its name")
    }

    private fun putBack(name: String) {
        val place = folder.putBack(name)
        if (place == null) return log.warning("$name was stopped and is gone: it was moved or deleted while it ran")
        summary = summary.copy(requeued = summary.requeued + 1)
        log.warning("$name was stopped and is back in the queue${alias(name, place)}")
    }

    private fun alias(name: String, other: String) = if (other == name) "" else " as $other"

    /** What a look at the queue led to. */
    enum class Round {
        RAN,
        NOTHING_TO_RUN,
        DRAINED,
    }
}

/**
 * What a watcher has done.
 *
 * @property completed scripts that returned 0
 * @property failed scripts that did not, or could not be run
 * @property requeued scripts that were interrupted, now or earlier, and wait again
 */
internal data class WatchSummary(val completed: Int = 0, val failed: Int = 0, val requeued: Int = 0)
