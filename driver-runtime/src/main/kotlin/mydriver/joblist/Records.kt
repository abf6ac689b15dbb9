package mydriver.joblist

import java.nio.file.Files
import java.nio.file.NoSuchFileException
import java.nio.file.Path
import java.time.Instant
import java.time.format.DateTimeParseException
import kotlin.io.path.name
import kotlin.io.path.readText
import mydriver.store.json.JsonReader
import mydriver.store.json.JsonText

/**
 * Who claimed an attempt.
 *
 * @property worker name of the worker, see [WorkerSigns]
 */
internal data class Claim(val worker: String, val host: String, val at: Instant, val device: String? = null)

/**
 * How an attempt ended.
 *
 * @property why in words, or null where [exitCode] says it all
 */
internal data class End(
    val state: EntryState,
    val at: Instant,
    val exitCode: Int? = null,
    val seconds: Double? = null,
    val why: String? = null,
)

/**
 * What workers of all machines have claimed, how it ended, and what it printed, in the folder that they share.
 *
 * Claims and ends are files that are made once and never changed, so that whoever made one has it: `<attempt>.claim`
 * and `<attempt>.end`. Nothing here relies on locks.
 */
internal class Records(private val shared: SharedFolder) {
    private val folder = shared.path
    private val claims = HashMap<AttemptId, Claim>()
    private val ends = HashMap<AttemptId, End>()

    /** Returns how many attempts at what there are: the last one of each occurrence. */
    fun attempts(): Map<Occurrence, Int> {
        val last = HashMap<Occurrence, Int>()
        for (name in claimFiles()) {
            val id = AttemptId.parse(name.removeSuffix(CLAIM)) ?: continue
            last.merge(id.occurrence, id.number, ::maxOf)
        }
        return last
    }

    /** Claims the attempt [id] at [command] and returns true, or returns false if somebody else has it. */
    fun claim(id: AttemptId, command: String, claim: Claim): Boolean =
        create("$id$CLAIM", mapOf("command" to command, "worker" to claim.worker) + facts(claim))

    /** Stores how the attempt [id] ended, unless that is stored already; returns whether it did. */
    fun end(id: AttemptId, end: End): Boolean = create("$id$END", facts(end))

    /** Returns who claimed the attempt [id], or null if nobody did or the file is damaged. */
    @Synchronized
    fun claimOf(id: AttemptId): Claim? = claims[id] ?: read("$id$CLAIM", ::claim)?.also { claims[id] = it }

    /** Returns how the attempt [id] ended, or null if it did not. */
    @Synchronized fun endOf(id: AttemptId): End? = ends[id] ?: read("$id$END", ::end)?.also { ends[id] = it }

    /** The file by which the attempt [id] is claimed. */
    fun claimFile(id: AttemptId): Path = folder.resolve("$id$CLAIM")

    /** Where the attempt [id] prints to. */
    fun output(id: AttemptId): Path = folder.resolve("$id.out")

    /** Where the attempt [id] prints errors to. */
    fun errors(id: AttemptId): Path = folder.resolve("$id.err")

    private fun claimFiles(): List<String> =
        reaching(folder) {
            try {
                Files.newDirectoryStream(folder, "*$CLAIM").use { files -> files.map { it.name } }
            } catch (_: NoSuchFileException) {
                // Nobody has claimed anything.
                emptyList()
            }
        }

    private fun create(name: String, facts: Map<String, Any?>): Boolean =
        reaching(folder.resolve(name)) {
            val text = "${JsonText().ofMap(facts.filterValues { it != null })}\n"
            val file = folder.resolve(name)
            // Of several workers that look at the same list most come too late, and see it at once.
            !Files.exists(file) && createOnce(file, text, shared.aside())
        }

    private fun <T> read(name: String, form: (Map<String, Any?>) -> T): T? =
        reaching(folder.resolve(name)) {
            try {
                form(JsonReader(folder.resolve(name).readText()).readObject())
            } catch (_: NoSuchFileException) {
                null
            } catch (_: IllegalArgumentException) {
                // The disk was full, or the power went away; what is not told does not count.
                null
            }
        }

    private companion object {
        const val CLAIM = ".claim"
        const val END = ".end"

        fun facts(claim: Claim) = mapOf("host" to claim.host, "at" to claim.at.toString(), "device" to claim.device)

        fun facts(end: End) =
            mapOf(
                "state" to end.state.word,
                "at" to end.at.toString(),
                "exit_code" to end.exitCode?.toLong(),
                "seconds" to end.seconds,
                "why" to end.why,
            )

        fun claim(facts: Map<String, Any?>) =
            Claim(text(facts, "worker"), text(facts, "host"), time(facts), facts["device"] as? String)

        fun end(facts: Map<String, Any?>) =
            End(
                EntryState.of(text(facts, "state")),
                time(facts),
                (facts["exit_code"] as? Long)?.toInt(),
                (facts["seconds"] as? Number)?.toDouble(),
                facts["why"] as? String,
            )

        fun text(facts: Map<String, Any?>, name: String): String =
            requireNotNull(facts[name] as? String) { "$name is missing" }

        fun time(facts: Map<String, Any?>): Instant =
            try {
                Instant.parse(text(facts, "at"))
            } catch (damaged: DateTimeParseException) {
                throw IllegalArgumentException("at is no time", damaged)
            }
    }
}
