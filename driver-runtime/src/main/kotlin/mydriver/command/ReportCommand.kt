package mydriver.command

import com.github.ajalt.clikt.core.Context
import com.github.ajalt.clikt.parameters.options.multiple
import com.github.ajalt.clikt.parameters.options.option
import java.nio.file.Path
import mydriver.model.Kind
import mydriver.model.Release
import mydriver.model.ReportWishes
import mydriver.report.Goal
import mydriver.report.Listing
import mydriver.report.export.CsvExport
import mydriver.report.figure.Figure
import mydriver.report.figure.choice.MetricFigures
import mydriver.report.folder.FigureFiles
import mydriver.report.folder.ReportFolder
import mydriver.report.page.Page
import mydriver.report.page.PlacedFigure
import mydriver.report.page.Setting
import mydriver.report.study.StudyReader
import mydriver.store.TableSet
import mydriver.store.query.Namespace

/** Draws figures of trials and writes them into a folder, with a page and a table. */
internal class ReportCommand(session: Session) : SelectingCommand(session) {
    override val ids by trialIds()

    private val x by option("--x", metavar = "C", help = "What is on the x axis.")

    private val y by
        option("--y", metavar = "C", help = "The metric to show; may stand several times, for a figure each.")
            .multiple()

    private val series by option("--series", metavar = "C", help = "What gets a colour per value.")

    private val facet by option("--facet", metavar = "C", help = "What gets a panel per value.")

    private val output by option("--output", "-o", metavar = "DIR", help = "Write into this folder instead of figures.")

    override fun help(context: Context): String =
        "Writes into a folder: index.html, a page that shows what came out and needs no network; its figures as PNG, PDF and SVG; " +
            "report.csv, a row per trial.\n\n" +
            "What is not typed is chosen from the trials: the param that matters most is on the x axis. With --x, --series " +
            "or --facet, nothing else gets colours or panels. In the folder only files of reports are replaced."

    override fun run() {
        val wishes = wishes()
        val target = folder(wishes)
        val tableSet = openForReading()
        val request = selected(tableSet)
        val folder = ReportFolder(target, tableSet.uid)
        val goal = goal(tableSet)
        val figures = MetricFigures(tableSet.queries, wishes).of(request, goal?.metric)
        val names = listOf(PAGE, TABLE) + figures.flatMap(FigureFiles::names)
        folder.claim(names)
        val drawn = draw(figures, folder)
        folder.write(TABLE) { out ->
            tableSet.exports.open(request).use { export -> export.trials().use { CsvExport.write(it, out) } }
        }
        val study = StudyReader(tableSet, request, goal).read()
        folder.write(PAGE) { out -> out.writer().use { Page(study, setting(), drawn).write(it) } }
        folder.finish(names)
        tell(target, figures, names)
        refreshView()
    }

    private fun draw(figures: List<Figure>, folder: ReportFolder): List<PlacedFigure> {
        if (figures.isEmpty()) return emptyList()
        val files = FigureFiles(folder, session.closing(session.surroundings.program.figures).drawing)
        return figures.map { PlacedFigure(it, files.write(it), FigureFiles.names(it)) }
    }

    private fun setting() =
        Setting(
            Release.VERSION,
            settings.database.value.masked,
            session.script.path.fileName.toString(),
            session.script.bundle.text,
            typedSelection,
        )

    private fun tell(target: Path, figures: List<Figure>, names: List<String>) {
        if (!forPeople) {
            val rows = names.map { listOf(target.resolve(it).toString()) }
            return print(Listing(listOf("file"), rows.iterator()))
        }
        val drawn = if (figures.size == 1) "1 figure" else "${figures.size} figures"
        console.line("${target.resolve(PAGE)}: a page with $drawn; the table is $TABLE beside it")
        if (figures.isEmpty()) console.line("no trial that is done has a number among its metrics yet")
    }

    /** What is typed goes before what the script says. */
    private fun wishes(): ReportWishes {
        val declared = session.script.experiment.report
        val typed = ReportWishes(x, y, series, facet)
        val arranged = if (typed.arranged) typed else declared
        return arranged.copy(y = y.ifEmpty { declared.y }, folder = declared.folder)
    }

    private fun folder(wishes: ReportWishes): Path {
        val surroundings = session.surroundings
        val declared = wishes.folder?.let { session.script.path.toAbsolutePath().resolveSibling(it) }
        val typed = output?.let { surroundings.workingDirectory.resolve(it) }
        return (typed ?: declared ?: surroundings.workingDirectory.resolve("figures")).normalize()
    }

    private fun goal(tableSet: TableSet): Goal? {
        val metrics = tableSet.queries.columns().filter { it.namespace == Namespace.METRIC && it.kind in NUMBERS }
        return Goal.of(session.script.experiment.metrics, metrics.map { it.name })
    }

    private companion object {
        const val PAGE = "index.html"
        const val TABLE = "report.csv"
        val NUMBERS = setOf(Kind.INTEGER, Kind.REAL)
    }
}
