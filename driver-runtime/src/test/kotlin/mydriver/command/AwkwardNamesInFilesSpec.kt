package mydriver.command

import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.datatest.withData
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldStartWith
import java.nio.file.Path
import javax.imageio.ImageIO
import javax.xml.parsers.DocumentBuilderFactory
import kotlin.io.path.listDirectoryEntries
import kotlin.io.path.name
import kotlin.io.path.nameWithoutExtension
import kotlin.io.path.readText
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.jsonObject
import kotlinx.serialization.json.jsonPrimitive
import mydriver.report.export.ParquetExport
import mydriver.report.export.SqliteExport
import mydriver.report.export.everything
import mydriver.report.export.exportReaders
import mydriver.report.export.exportTo
import mydriver.report.export.parquetIsThere
import mydriver.store.TableSet
import mydriver.store.TestPlace
import mydriver.store.export.PARQUET_LIBRARY
import mydriver.testing.hasFonts
import mydriver.testing.requireOrSkip

/** Awkward names in what is typed, in files of other programs, in run directories and in drawings. */
class AwkwardNamesInFilesSpec :
    FunSpec({
        val folder = tempdir().toPath()

        context("any name works") {
            withData(nameFn = { it.label }, TestPlace.all) { place ->
                val url = place.url()
                val trials = folder.resolve("spec.trials").resolve(url.name)
                val script = scriptFile(folder, Awkward())
                val desk = Desk(folder, environment = mapOf("MYDRIVER_DATABASE" to url.masked))
                fun type(vararg words: String) = desk.succeed(script, *words)
                fun lines(vararg words: String) = type(*words, "--format", "jsonl").trim().lines()

                test("in exports that are databases") {
                    type("insert")
                    type("worker", "--drain")
                    requireOrSkip(PARQUET_LIBRARY) { parquetIsThere }
                    TableSet.open(url).use { tableSet ->
                        val columns = tableSet.queries.columns()
                        for (format in listOf(SqliteExport, ParquetExport)) withClue(format.name) {
                            val file = folder.resolve("${url.name}.${format.name}")
                            tableSet.exportTo(file, format)
                            exportReaders.getValue(format.name)(file, columns).rows shouldBe tableSet.everything()
                        }
                    }
                }

                test("in run directories, where trials are found by them") {
                    for ((i, name) in AWKWARD_NAMES.withIndex()) withClue(name) {
                        val word = "${quotedName(name)}=${(i + 1) / 2.0}"
                        lines("find", "$trials", word).map { it.substringBefore(",\"status\"") } shouldBe
                            listOf("{\"id\":3", "{\"id\":4")
                        lines("find", "$trials", "run=1", "--group-by=$name").single() shouldStartWith
                            "{\"trials\":2,\"done\":2,"
                    }
                    type("find", "$trials", "--group-by=run").none { it < ' ' && it != '\n' } shouldBe true
                }

                test("when the table set is lost, and made again from its run directories") {
                    val before = type("list", "--format", "csv")
                    val columns = TableSet.open(url).use { it.queries.columns().map { column -> column.qualified } }
                    type("clear_db", "--yes")
                    type("reload") shouldStartWith "put back 6 trials: 6 DONE"
                    type("list", "--format", "csv") shouldBe before
                    TableSet.open(url).use { it.queries.columns().map { column -> column.qualified } } shouldBe columns
                }

                test("in words for insert, and for a copy of a trial") {
                    val words = AWKWARD_NAMES.mapIndexed { i, name -> "${quotedName(name)}=${i / 2.0}" }.toTypedArray()
                    type("insert", "run=0", *words) shouldStartWith "new 0, already present 2"
                    type("insert", "run=5", *words) shouldStartWith "new 2,"
                    type("list", "--where", "run = 5", "--columns=params.*", "--format", "csv").lines()[1] shouldBe
                        type("list", "1", "--columns=params.*", "--format", "csv").lines()[1].replace(Regex("0$"), "5")
                    for (name in AWKWARD_NAMES) withClue(name) {
                        val copy = type("clone", "1", "${quotedName(name)}=99.5").trim()
                        val there = "params.${quotedName(name)} = 99.5"
                        lines("list", "--where=$there", "--columns=trial.id").single() shouldBe "{\"trial.id\":$copy}"
                    }
                }
            }
        }

        test("in figures as drawn, and on the page") {
            requireOrSkip("fonts", ::hasFonts)
            val script = scriptFile(folder, Awkward())
            val desk = Desk(folder, environment = mapOf("MYDRIVER_DATABASE" to "sqlite:drawn.db"))
            desk.succeed(script, "insert")
            desk.succeed(script, "worker", "--drain")
            val all = AWKWARD_NAMES.map { "--y=metrics.$it" }.toTypedArray()
            desk.succeed(script, "report", "-o", "drawn", "--x=params.<b>&amp;</b>", *all)
            val figures = folder.resolve("drawn").listDirectoryEntries("*.svg")
            figures.map(::metricDrawn).toSet() shouldBe AWKWARD_NAMES.map { "metrics.$it" }.toSet()
            for (figure in figures) withClue(figure.name) {
                val picture = ImageIO.read(folder.resolve("drawn/${figure.nameWithoutExtension}.png").toFile())
                (picture.width > 400 && picture.height > 300) shouldBe true
            }
            val page = folder.resolve("drawn/index.html").readText()
            ("<script>alert(1)" in page) shouldBe false
        }
    })

/** The metric that the data within the drawing [svg] name; a program that reads XML has to understand it. */
private fun metricDrawn(svg: Path): String {
    val document = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(svg.readText().byteInputStream())
    val data = Json.parseToJsonElement(document.getElementsByTagName("metadata").item(0).textContent).jsonObject
    return data.getValue("y").jsonPrimitive.content
}
