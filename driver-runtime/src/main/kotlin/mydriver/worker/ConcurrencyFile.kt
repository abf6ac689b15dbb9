package mydriver.worker

import java.io.IOException
import java.nio.file.Files
import java.nio.file.Path

/**
 * How many trials may run side by side, as a file says it that people change while a worker runs.
 *
 * A file that is missing or holds no number from 0 to [MOST] changes nothing; that is told once, until it is mended.
 *
 * @param otherwise what counts as long as the file has not said anything
 */
internal class ConcurrencyFile(private val file: Path, otherwise: Int, private val line: (String) -> Unit) {
    private var number = otherwise
    private var told: String? = null

    /** Reads the file; returns the number that counts now. */
    @Synchronized
    fun read(): Int {
        val text =
            try {
                Files.newInputStream(file).use { String(it.readNBytes(LONGEST)) }
            } catch (failure: IOException) {
                return ignored("it cannot be read ($failure)")
            }
        // Somebody is about to write it.
        if (text.isBlank()) return number
        val said = text.trim().toIntOrNull()
        if (said == null || said !in 0..MOST) return ignored("\"${text.trim()}\" is no number from 0 to $MOST")
        told = null
        if (said != number) line("concurrency $said, as $file says")
        number = said
        return said
    }

    private fun ignored(why: String): Int {
        if (told != why) line("concurrency stays $number: $file is ignored, $why")
        told = why
        return number
    }

    private companion object {
        const val MOST = 10_000
        const val LONGEST = 100
    }
}
