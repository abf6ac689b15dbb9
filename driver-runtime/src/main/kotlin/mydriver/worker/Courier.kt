package mydriver.worker

import java.io.IOException
import java.nio.file.Files
import java.nio.file.Path
import java.util.concurrent.ConcurrentHashMap
import java.util.concurrent.LinkedBlockingQueue
import java.util.concurrent.atomic.AtomicBoolean
import kotlin.concurrent.thread
import kotlin.io.path.name
import mydriver.staging.CopyError
import mydriver.store.Claim
import mydriver.worker.files.Archive
import mydriver.worker.files.AttemptDirectory
import mydriver.worker.files.Unsent
import mydriver.worker.files.removeAttempt

/**
 * Takes the files of attempts to the [archive]: at checkpoints behind the job's back, at its end before the end is
 * stored.
 *
 * What cannot be copied stays where it is and is marked in [unsent]; any worker with the same folder tries it again
 * when it begins, ends, or has got something through.
 */
internal class Courier(
    private val archive: Archive,
    private val unsent: Unsent,
    private val journal: Journal,
) : AutoCloseable {
    private val errands = LinkedBlockingQueue<Errand>()
    private val closing = AtomicBoolean()
    private val own = ConcurrentHashMap.newKeySet<String>()
    private val thread = thread(isDaemon = true, name = "mydriver-courier") { work() }

    /** The way from a place to what is to be done there; null ends the work. */
    private class Errand(val place: AttemptDirectory?, val action: () -> Unit)

    init {
        errands += Errand(null, ::catchUp)
    }

    /** Copies what the attempt of [claim] has, soon, since it kept a checkpoint. */
    fun checkpoint(claim: Claim, place: AttemptDirectory) {
        // One that waits takes the newest checkpoint when its turn comes.
        if (errands.any { it.place === place }) return
        errands +=
            Errand(place) {
                val fault = sent(place, running = true) ?: return@Errand
                journal.note(
                    claim,
                    "its checkpoint could not be copied to ${archive.address}, and stays in ${place.path}: $fault",
                )
            }
    }

    /** Copies all that the attempt of [claim] has, now; returns why that is not possible, or null. */
    fun deliver(claim: Claim, place: AttemptDirectory): String? {
        if (!place.created) return null
        errands.removeIf { it.place === place }
        val fault = sent(place, running = false) ?: return null.also { errands += Errand(null, ::catchUp) }
        mark(place.trialFolder, place.number, null)
        val told =
            "its files could not be copied to ${archive.address}; they stay in ${place.path}, and the next worker on " +
                "this machine tries again: $fault"
        journal.note(claim, told)
        return told
    }

    /** What was to be stored of the attempt at [place] is; removes what nobody needs here any more, soon. */
    fun conclude(place: AttemptDirectory, done: Boolean) {
        if (!place.created) return
        if (unsent.has(place.trialFolder, place.number)) {
            mark(place.trialFolder, place.number, done)
            return
        }
        errands += Errand(null) { concluded(place.trialFolder, place.number, done) }
    }

    /** Copies the worker's own [file] of trials that have no folder, if there is one, soon. */
    fun takeAlong(file: Path) {
        if (!Files.exists(file)) return
        errands +=
            Errand(null) {
                try {
                    archive.sendJournal(file)
                } catch (failure: CopyError) {
                    journal.note("$file could not be copied to ${archive.address}: ${failure.message}")
                }
            }
    }

    private fun work() {
        while (true) {
            val errand = errands.take()
            try {
                errand.action()
            } catch (failure: IOException) {
                journal.note("files for ${archive.address} stay where they are: $failure")
            }
            if (closing.get() && errands.isEmpty()) return
        }
    }

    private fun mark(trial: Path, number: Int, done: Boolean?) {
        try {
            own += unsent.mark(trial, number, done).name
        } catch (failure: IOException) {
            journal.note("that $trial is still to be copied to ${archive.address} could not be noted: $failure")
        }
    }

    /** One copy of an attempt at a time: the end must not overtake a checkpoint. */
    private fun sent(place: AttemptDirectory, running: Boolean): String? =
        synchronized(place) { sent(place.trialFolder, place.number, running) }

    private fun sent(trial: Path, number: Int, running: Boolean): String? =
        try {
            archive.send(trial, number, running)
            null
        } catch (failure: IOException) {
            failure.message ?: failure.toString()
        }

    private fun concluded(trial: Path, number: Int, done: Boolean): Boolean =
        try {
            archive.conclude(trial, number, done)
            removeAttempt(trial, number)
            true
        } catch (failure: IOException) {
            mark(trial, number, done)
            journal.note("trial.json in $trial could not be copied to ${archive.address}: ${failure.message}")
            false
        }

    /** Tries again what could not be copied, until something fails again. */
    private fun catchUp() {
        for (mark in unsent.all()) {
            val done = mark.done
            // Its end is about to be stored, which tells whether its trial is done.
            if (done == null && mark.file.name in own) continue
            if (Files.isDirectory(mark.trial.resolve("attempt-${mark.number}"))) {
                if (sent(mark.trial, mark.number, running = false) != null) return
                // Of what was never stored, trial.json does not tell.
                if (done == null) removeAttempt(mark.trial, mark.number)
                else if (!concluded(mark.trial, mark.number, done)) return
            }
            unsent.unmark(mark)
            journal.note("what was left of attempt ${mark.number} in ${mark.trial} was copied to ${archive.address}")
        }
    }

    /** Does what is left to do; what fails now is left to the next worker. */
    override fun close() {
        closing.set(true)
        errands += Errand(null, ::catchUp)
        thread.join()
    }
}
