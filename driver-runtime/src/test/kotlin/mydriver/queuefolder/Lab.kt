package mydriver.queuefolder

import java.nio.file.Path
import java.nio.file.attribute.FileTime
import java.time.Clock
import java.time.Duration
import java.time.Instant
import java.time.ZoneId
import java.time.ZoneOffset
import kotlin.io.path.createDirectories
import kotlin.io.path.listDirectoryEntries
import kotlin.io.path.name
import kotlin.io.path.setLastModifiedTime
import kotlin.io.path.writeText
import kotlin.time.Duration.Companion.seconds
import mydriver.process.OpenFiles
import mydriver.process.Processes

/** A clock that somebody turns. */
internal class TurnedClock(private var now: Instant, private val zone: ZoneId = ZoneOffset.UTC) : Clock() {
    override fun instant(): Instant = now

    override fun getZone(): ZoneId = zone

    override fun withZone(zone: ZoneId): Clock = TurnedClock(now, zone)

    fun turn(time: Duration) {
        now += time
    }
}

/** A queue folder with a watcher that is stepped, and a person who puts scripts into it. */
internal class Lab(place: Path, drain: Boolean = false, pause: () -> Unit = { error("nobody waits here") }) :
    AutoCloseable {
    val clock = TurnedClock(Instant.parse("2019-05-25T17:48:01Z"))
    val folder = QueueFolder(place.resolve("gpu3")).apply { create() }
    val here: Path = place.resolve("here").createDirectories()
    private val processes = Processes(mapOf("PATH" to System.getenv("PATH")))
    private val runner = ScriptRunner(processes, folder, here, "3", patience = 20.seconds)
    private val printed = ArrayList<String>()
    private val log = WatchLog(folder.logfile, clock) { synchronized(printed) { printed += it } }
    private val jobs = JobQueue(folder, Sightings(clock, OpenFiles()::beingWritten))
    val watch = Watch(folder, jobs, runner, log, drain, pause)

    /** The lines of the log so far, without their times. */
    val lines: List<String>
        get() = synchronized(printed) { printed.map { it.substring("2019-05-25 17:48:01 ".length) } }

    /** Puts a script into the queue as `mv` does: it is complete, and not of now. */
    fun put(name: String, text: String, folder: Path = this.folder.queue): Path =
        folder.createDirectories().resolve(name).apply {
            writeText(text)
            toFile().setExecutable(true)
            setLastModifiedTime(FileTime.from(clock.instant().minusSeconds(60)))
        }

    fun completed() = names(folder.completed)

    fun failed() = names(folder.failed)

    fun queued() = names(folder.queue)

    private fun names(folder: Path) = folder.listDirectoryEntries().map { it.name }.sorted()

    override fun close() {
        runner.close()
    }
}
