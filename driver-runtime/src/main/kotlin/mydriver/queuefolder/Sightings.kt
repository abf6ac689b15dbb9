package mydriver.queuefolder

import java.io.IOException
import java.nio.file.Files
import java.nio.file.Path
import java.nio.file.attribute.BasicFileAttributes
import java.time.Clock
import java.time.Duration
import java.time.Instant

/**
 * Remembers what files looked like, and so tells which are complete and which are still being copied.
 *
 * A file is complete that no process of this machine writes to and that has not changed for [QUIET]: by its own time of
 * change, or, since times of other machines and of copies that keep them say little, as seen from here. Files that came
 * together are complete together: for a moment one waits for another that is still being copied.
 *
 * @param beingWritten returns those of some files that a process has open for writing
 */
internal class Sightings(private val clock: Clock, private val beingWritten: (Collection<Path>) -> Set<Path>) {
    private val seen = HashMap<Path, Sighting>()

    /** Returns those of [files] that are complete. */
    fun complete(files: List<Path>): List<Path> {
        val now = clock.instant()
        seen.keys.retainAll(files.toSet())
        val quiet = files.filter { isQuiet(it, now) }
        val ready = if (quiet.size == files.size) quiet else quiet.filter { isKnownLong(it, now) }
        if (ready.isEmpty()) return emptyList()
        val written = beingWritten(ready)
        return ready.filterNot { it in written }
    }

    private fun isKnownLong(file: Path, now: Instant) = Duration.between(seen.getValue(file).first, now) >= COMPANY

    private fun isQuiet(file: Path, now: Instant): Boolean {
        val attributes =
            try {
                Files.readAttributes(file, BasicFileAttributes::class.java)
            } catch (_: IOException) {
                // Gone since it was listed; the next look will not list it.
                return false
            }
        val changed = attributes.lastModifiedTime().toInstant()
        val state = listOf(attributes.fileKey(), attributes.size(), changed)
        val before = seen[file]
        val sighting = before?.takeIf { it.state == state } ?: Sighting(state, now, before?.first ?: now)
        seen[file] = sighting
        return Duration.between(sighting.since, now) >= QUIET || Duration.between(changed, now) >= QUIET
    }

    /** What a file looks like, since when it does, and when it was seen first. */
    private class Sighting(val state: List<Any?>, val since: Instant, val first: Instant)

    companion object {
        /** Copies that stall for longer are rare, and people notice a longer wait. */
        val QUIET: Duration = Duration.ofSeconds(1)

        /** How long a file waits for others. */
        private val COMPANY = Duration.ofSeconds(2)
    }
}
