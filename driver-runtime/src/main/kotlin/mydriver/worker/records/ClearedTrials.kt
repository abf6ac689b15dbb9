package mydriver.worker.records

import java.io.IOException
import java.nio.file.Files
import java.nio.file.StandardCopyOption.ATOMIC_MOVE
import java.time.Clock
import mydriver.model.ConfigurationError
import mydriver.store.TableSet
import mydriver.worker.files.FolderOwner
import mydriver.worker.files.RunDirectories
import mydriver.worker.files.TrialFile

/**
 * Writes down what run directories do not say of trials, before a table set is emptied: those that were cancelled,
 * voided, held or queued again since they ran, and those whose worker was lost. `reload` reads it.
 */
public class ClearedTrials(private val directories: RunDirectories, private val clock: Clock) {
    /**
     * Keeps what would get lost of [tableSet].
     *
     * @throws ConfigurationError if the folder belongs to another table set or cannot be written
     */
    public fun keep(tableSet: TableSet) {
        directories.open(FolderOwner.of(tableSet))
        val ids = tableSet.queries.changedSince()
        if (ids.isEmpty()) return
        val journal = directories.folder.resolve("journal")
        val name = "${RunRecords.CLEARED}${clock.millis()}"
        try {
            Files.createDirectories(journal)
            val aside = journal.resolve(".$name")
            Files.newBufferedWriter(aside).use { write(tableSet, ids, it) }
            Files.move(aside, journal.resolve("$name.jsonl"), ATOMIC_MOVE)
        } catch (failure: IOException) {
            throw ConfigurationError("$journal cannot be written: $failure; nothing was deleted", failure)
        }
    }

    private fun write(tableSet: TableSet, ids: List<Long>, out: Appendable) {
        for (some in ids.chunked(PAGE)) {
            val trials = tableSet.queries.whole(some)
            for (id in some) trials[id]?.let { out.append(TrialFile.json(it).toString()).append('\n') }
        }
    }

    private companion object {
        const val PAGE = 500
    }
}
