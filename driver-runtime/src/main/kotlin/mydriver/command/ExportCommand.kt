package mydriver.command

import com.github.ajalt.clikt.core.Context
import com.github.ajalt.clikt.parameters.options.convert
import com.github.ajalt.clikt.parameters.options.flag
import com.github.ajalt.clikt.parameters.options.option
import java.nio.file.Path
import mydriver.model.UsageError
import mydriver.report.export.ExportFormat
import mydriver.report.export.ExportFormats
import mydriver.report.export.StoredFormat
import mydriver.report.export.StreamedFormat
import mydriver.store.export.TrialExport
import mydriver.store.query.ListRequest

/** Writes trials to a file for other programs. */
internal class ExportCommand(session: Session) : SelectingCommand(session, ExportFormats.all.map { it.name }) {
    override val ids by trialIds()

    private val output by
        option("--output", "-o", metavar = "FILE", help = "Write to this file; its ending says the format.")

    private val force by option("--force", help = "Replace the file if there is one.").flag()

    private val columns by
        option("--columns", metavar = "A,B", help = "Export these columns only; 'metrics.*' is all of a kind.")
            .convert { listedNames(it) }

    override fun help(context: Context): String =
        "Writes trials for other programs, one row for each, failed ones included, with all that is known of them: system " +
            "columns, params, metrics. Without FILE, or with -, it prints them.\n\n" +
            "What is read is one state of the database, also while workers write. A file appears whole, under its name, " +
            "when all is written."

    override fun run() {
        val target = output?.takeIf { it != "-" }?.let { session.surroundings.workingDirectory.resolve(it).normalize() }
        val chosen = chosenFormat(target)
        val tableSet = openForReading()
        val request: ListRequest = selected(tableSet).copy(columns = columns)
        tableSet.exports.open(request).use { export ->
            if (target == null) print(export, chosen) else write(export, chosen, target)
        }
        refreshView()
    }

    private fun chosenFormat(target: Path?): ExportFormat {
        typedFormat?.let {
            return checkNotNull(ExportFormats.named(it)) { "Clikt lets no other format through" }
        }
        if (target == null) return ExportFormats.all.first()
        return ExportFormats.ofFile("${target.fileName}")
            ?: throw UsageError(
                "export: the ending of ${target.fileName} says no format; end it in " +
                    ExportFormats.all.joinToString { ".${it.endings.first()}" } +
                    ", or name one with --format"
            )
    }

    private fun print(export: TrialExport, format: ExportFormat) {
        if (format !is StreamedFormat)
            throw UsageError(
                "export: ${format.name} cannot be printed; name a file with -o trials.${format.endings.first()}"
            )
        ConsoleOutput(console).use { out -> export.trials().use { format.write(it, out) } }
    }

    private fun write(export: TrialExport, format: ExportFormat, target: Path) {
        val file = NewFile(target, force)
        val count = file.write { aside ->
            when (format) {
                is StreamedFormat ->
                    aside.toFile().outputStream().use { out -> export.trials().use { format.write(it, out) } }
                is StoredFormat -> format.write(export, aside, session.surroundings.program.libraries)
            }
        }
        val trials = if (count == 1L) "1 trial" else "$count trials"
        console.note("$trials in $target${if (file.replaced) ", in place of the file that was there" else ""}")
    }
}
