package mydriver.joblist

import java.nio.file.Files
import java.nio.file.NoSuchFileException
import java.nio.file.Path
import java.nio.file.StandardCopyOption.ATOMIC_MOVE
import java.nio.file.StandardOpenOption.CREATE
import kotlin.io.path.name
import kotlin.io.path.readText
import kotlin.time.Duration
import kotlin.time.Duration.Companion.milliseconds
import kotlin.time.Duration.Companion.seconds
import kotlin.time.TimeMark
import kotlin.time.TimeSource
import mydriver.process.Machine
import mydriver.process.ProcessIdentity
import mydriver.store.json.JsonReader
import mydriver.store.json.JsonText

/**
 * Tells which workers of a job list are alive, by a file that each of them keeps writing.
 *
 * A worker on this machine is looked up among the processes; one on another machine is taken for dead when its file was
 * not written for [silence]. Both times are those that the shared folder's server put on the files, so that no clocks
 * are compared.
 */
internal class WorkerSigns(
    private val shared: SharedFolder,
    private val machine: Machine,
    private val silence: Duration,
    private val time: TimeSource = TimeSource.Monotonic,
) {
    private val identity = ProcessIdentity.current()
    private var written: TimeMark? = null

    /** Shows that this worker is alive; call it often, most calls do nothing. */
    fun show() {
        if ((written?.elapsedNow() ?: BEAT) < BEAT) return
        reaching(shared.path) {
            val aside = shared.aside()
            writeDown(aside, sign(), CREATE)
            Files.move(aside, fileOf(shared.self), ATOMIC_MOVE)
        }
        written = time.markNow()
    }

    /** Says that this worker has ended in order. */
    fun withdraw() {
        reaching(shared.path) { Files.deleteIfExists(fileOf(shared.self)) }
    }

    /** Returns whether the worker called [worker] is alive, as far as can be known here. */
    fun isAlive(worker: String): Boolean {
        if (worker == shared.self) return true
        return reaching(fileOf(worker)) {
            try {
                val known = identityIn(fileOf(worker))
                if (known != null && known.first == machine.host && known.second.bootId == identity.bootId)
                    known.second.isAlive()
                else age(fileOf(worker)) < silence
            } catch (_: NoSuchFileException) {
                // Whoever takes leave removes it.
                false
            }
        }
    }

    /** Removes the signs of workers that are gone, since nobody asks for them any more. */
    fun sweep() {
        reaching(shared.path) {
            Files.newDirectoryStream(shared.path, "*$SIGN").use { files ->
                files.filterNot { isAlive(it.name.removeSuffix(SIGN)) }.forEach(Files::deleteIfExists)
            }
        }
    }

    private fun sign(): String {
        val facts =
            mapOf(
                "host" to machine.host,
                "boot" to identity.bootId,
                "pid" to identity.pid,
                "start" to identity.startTime,
            )
        return "${JsonText().ofMap(facts)}\n"
    }

    private fun identityIn(file: Path): Pair<String, ProcessIdentity>? {
        val facts =
            try {
                JsonReader(file.readText()).readObject()
            } catch (_: IllegalArgumentException) {
                // Damaged, as after a loss of power: then only its age tells.
                return null
            }
        val host = facts["host"] as? String ?: return null
        val boot = facts["boot"] as? String ?: return null
        val pid = facts["pid"] as? Long ?: return null
        val start = facts["start"] as? Long ?: return null
        return host to ProcessIdentity(boot, pid, start)
    }

    /** Returns whether [file], in the shared folder, was written less than the silence ago. */
    fun isYoung(file: Path): Boolean = reaching(file) { age(file) < silence }

    private fun age(file: Path): Duration {
        val probe = shared.aside()
        try {
            Files.writeString(probe, "now\n")
            val now = Files.getLastModifiedTime(probe).toMillis()
            return (now - Files.getLastModifiedTime(file).toMillis()).milliseconds
        } finally {
            Files.deleteIfExists(probe)
        }
    }

    private fun fileOf(worker: String): Path = shared.path.resolve("$worker$SIGN")

    companion object {
        /** Returns what the process that runs this is called, unlike any other on any machine. */
        fun nameOn(machine: Machine): String {
            val self = ProcessIdentity.current()
            val boot = self.bootId.filter { it.isLetterOrDigit() }.take(BOOT)
            return "${machine.host.replace(UNSAFE, "_")}-$boot-${self.pid}-${self.startTime}"
        }

        private const val SIGN = ".worker"
        private const val BOOT = 8
        private val BEAT = 10.seconds
        private val UNSAFE = Regex("[^A-Za-z0-9_.-]+")
    }
}
