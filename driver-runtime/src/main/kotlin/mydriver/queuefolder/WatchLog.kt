package mydriver.queuefolder

import java.io.IOException
import java.nio.file.Files
import java.nio.file.Path
import java.nio.file.StandardOpenOption.APPEND
import java.nio.file.StandardOpenOption.CREATE
import java.time.Clock
import java.time.format.DateTimeFormatter

/**
 * The log of a queue folder, one line for everything that happens: `2019-05-25 17:55:22 INFO: script01.sh returned 0`.
 *
 * @param clock its zone is that of the times
 * @param say shows each line, and why one could not be written: a full disk is no reason to stop running scripts
 */
internal class WatchLog(private val file: Path, private val clock: Clock, private val say: (String) -> Unit) {
    private var reported = false

    /** Tells what happens as it should. */
    fun info(text: String) {
        write("INFO", text)
    }

    /** Tells what somebody should look at. */
    fun warning(text: String) {
        write("WARNING", text)
    }

    private fun write(level: String, text: String) {
        val line = "${TIME.format(clock.instant().atZone(clock.zone))} $level: ${onOneLine(text)}"
        say(line)
        try {
            Files.writeString(file, "$line\n", CREATE, APPEND)
            reported = false
        } catch (failure: IOException) {
            if (!reported) say("$file cannot be written; the lines above and below are not in it: $failure")
            reported = true
        }
    }

    private companion object {
        val TIME: DateTimeFormatter = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss")
    }
}
