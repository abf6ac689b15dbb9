package mydriver.worker.files

import java.nio.file.Files
import java.nio.file.NoSuchFileException
import java.nio.file.Path
import java.nio.file.StandardCopyOption.ATOMIC_MOVE
import kotlin.io.path.name
import mydriver.staging.CopyError

/**
 * Brings the newest checkpoint of a trial from the [archive] to the machine that goes on with it.
 *
 * It becomes `checkpoint-0` of the attempt at [place]: a copy of its own, whatever becomes of those of earlier
 * attempts.
 */
internal class FarCheckpoints(private val place: AttemptDirectory, private val archive: Archive) {
    /** Brings the newest checkpoint of [attempts], unless there is none. */
    fun bring(attempts: IntRange) {
        if (attempts.isEmpty()) return
        repeat(TRIES) { if (brought(attempts)) return }
        throw CopyError(
            "the checkpoints of ${place.trialFolder.name} in ${archive.address} change faster than they can be copied"
        )
    }

    /** Returns false if what was found is gone by now: something newer is there, or the same at the other place. */
    private fun brought(attempts: IntRange): Boolean {
        val id = place.trialFolder.name
        val far = archive.newest(id, attempts)
        // What could not be copied to the archive is here only.
        val near = attempts.reversed().firstNotNullOfOrNull { Checkpoints.newest(place.trialFolder, it) }?.let(::named)
        val newest = listOfNotNull(far, near).maxOrNull() ?: return true
        return place.asides.use("fetched") { aside ->
            try {
                if (newest == near) copyFolder(place.trialFolder.resolve("$near"), aside)
                else archive.fetch(id, newest, aside)
                Files.move(aside, place.path.resolve("checkpoint-0"), ATOMIC_MOVE)
                true
            } catch (_: NoSuchFileException) {
                false
            } catch (failure: CopyError) {
                if (archive.newest(id, attempts) == far) throw failure
                false
            }
        }
    }

    private fun named(checkpoint: Path) = CheckpointName.parse("${checkpoint.parent.name}/${checkpoint.name}")

    private companion object {
        const val TRIES = 3
    }
}
