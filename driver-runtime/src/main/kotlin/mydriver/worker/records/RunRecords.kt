package mydriver.worker.records

import java.io.IOException
import java.nio.file.Files
import java.nio.file.Path
import kotlin.io.path.name
import kotlinx.serialization.json.JsonObject
import mydriver.model.ConfigurationError
import mydriver.model.Status
import mydriver.store.reload.KeptPoint
import mydriver.store.reload.KeptTrial
import mydriver.worker.files.HistoryFile
import mydriver.worker.files.TrialFile
import mydriver.worker.files.parseJson

/**
 * What the run directories and journals of a table set say of its trials, read without a database.
 *
 * Everything is read as one goes along; what is broken is told and left out.
 *
 * @property folder the folder of the table set, which holds `tableset.json`
 * @param broken told of each file or folder that says nothing, and why
 */
public class RunRecords(public val folder: Path, private val broken: (Path, String) -> Unit) {
    private val trialIds: LongArray by lazy { ids(folder) }

    /** The largest id that a run directory has, or 0. */
    public val lastId: Long
        get() = trialIds.lastOrNull() ?: 0

    /** Returns the trials that have run directories, by their ids. */
    public fun directories(): Sequence<KeptTrial> =
        trialIds.asSequence().mapNotNull { id ->
            val directory = directory(id)
            reading(directory) { inDirectory(directory, id) }
        }

    /** Returns the run directory of the trial [id]. */
    public fun directory(id: Long): Path = folder.resolve("$id")

    /** Returns trials as they were when the table set was emptied, the newest words of each first. */
    public fun cleared(): Sequence<KeptTrial> = files {
        it.startsWith(CLEARED)
    }
        .asReversed()
        .asSequence()
        .flatMap { lines(it, ::keptTrial) }

    /** Returns the ends of attempts that workers put down of trials that have no run directory. */
    public fun journals(): Sequence<KeptTrial> = files {
        !it.startsWith(CLEARED)
    }
        .asSequence()
        .flatMap { file -> lines(file) { journalTrial(it, file.name.removeSuffix(ENDING)) } }

    private fun inDirectory(directory: Path, id: Long): KeptTrial? {
        val file = directory.resolve(TrialFile.NAME)
        val known = attemptFolders(directory)
        if (Files.exists(file)) {
            val kept = keptTrial(parsed(file))
            if (kept.id != id) throw BrokenRecord("${TrialFile.NAME} is of trial ${kept.id}")
            return withLost(kept, known).copy(history = history(directory, known))
        }
        val params = directory.resolve("params.json")
        if (!Files.exists(params)) throw BrokenRecord("holds neither ${TrialFile.NAME} nor ${params.name}")
        return withLost(KeptTrial(id, 0, Status.QUEUED, JsonFields.scalars(parsed(params))), known)
            .copy(history = history(directory, known))
    }

    private fun history(directory: Path, attempts: List<Long>): Sequence<KeptPoint> =
        attempts.sorted().asSequence().flatMap { attempt ->
            val file = directory.resolve("attempt-$attempt").resolve(HistoryFile.NAME)
            if (Files.exists(file)) lines(file) { keptPoint(JsonFields(it), attempt) } else emptySequence()
        }

    /** An attempt of which only the folder is left has never ended. */
    private fun withLost(kept: KeptTrial, folders: List<Long>): KeptTrial {
        val lost = folders.filter { it > kept.made }.sorted()
        if (lost.isEmpty()) return kept
        val attempts = lost.map { lostAttempt(kept.id, it, directory(kept.id).resolve("attempt-$it")) }
        return kept.copy(
            made = lost.last(),
            status = Status.QUEUED,
            metrics = emptyMap(),
            error = null,
            attempts = kept.attempts + attempts,
        )
    }

    private fun <T : Any> lines(file: Path, read: (JsonObject) -> T): Sequence<T> = sequence {
        Files.newBufferedReader(file).use { reader ->
            var number = 0
            while (true) {
                val line = reader.readLine() ?: break
                number++
                // A worker that was killed leaves half a line.
                if (line.isBlank()) continue
                val where = file.resolveSibling("${file.name}:$number")
                val kept = reading(where) { read(parseJson(line) as? JsonObject ?: throw BrokenRecord(NO_JSON)) }
                if (kept != null) yield(kept)
            }
        }
    }

    private fun <T : Any> reading(where: Path, read: () -> T?): T? =
        try {
            read()
        } catch (failure: BrokenRecord) {
            broken(where, failure.message.orEmpty())
            null
        } catch (failure: IOException) {
            broken(where, "cannot be read: $failure")
            null
        } catch (failure: ConfigurationError) {
            broken(where, failure.message.orEmpty())
            null
        }

    private fun parsed(file: Path): JsonObject =
        parseJson(Files.readString(file)) as? JsonObject ?: throw BrokenRecord("${file.name} $NO_JSON")

    private fun attemptFolders(directory: Path): List<Long> =
        names(directory).mapNotNull { it.removePrefix("attempt-").takeIf { rest -> rest != it }?.toLongOrNull() }

    private fun files(wanted: (String) -> Boolean): List<Path> {
        val journal = folder.resolve("journal")
        if (!Files.isDirectory(journal)) return emptyList()
        return names(journal).filter { it.endsWith(ENDING) && wanted(it) }.map(journal::resolve)
    }

    internal companion object {
        private const val ENDING = ".jsonl"
        private const val NO_JSON = "is no JSON object"

        /** How names of journals begin that hold trials as they were when the table set was emptied. */
        const val CLEARED: String = "cleared-"

        private fun names(folder: Path): List<String> =
            Files.newDirectoryStream(folder).use { all -> all.map { it.name }.sorted() }

        private fun ids(folder: Path): LongArray =
            names(folder)
                .mapNotNull { name -> name.toLongOrNull()?.takeIf { it > 0 && "$it" == name } }
                .filter { Files.isDirectory(folder.resolve("$it")) }
                .toLongArray()
                .apply { sort() }
    }
}
