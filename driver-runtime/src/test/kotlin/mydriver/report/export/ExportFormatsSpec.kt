package mydriver.report.export

import io.kotest.assertions.throwables.shouldThrow
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.datatest.withData
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.collections.shouldBeUnique
import io.kotest.matchers.collections.shouldContainExactlyInAnyOrder
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.property.RandomSource
import java.nio.file.Files
import kotlin.io.path.Path
import kotlin.io.path.name
import kotlin.random.Random
import kotlin.streams.asSequence
import mydriver.model.Status
import mydriver.model.UsageError
import mydriver.store.TableSet
import mydriver.store.TestPlace
import mydriver.store.export.PARQUET_LIBRARY
import mydriver.store.query.ListRequest
import mydriver.testing.requireOrSkip

/** What holds for every form of an export: nothing gets lost, whatever it is. */
class ExportFormatsSpec :
    FunSpec({
        val folder = tempdir().toPath()

        test("every file that holds a form is in the list, under a name and endings of its own") {
            val files =
                Files.list(Path("src/main/kotlin/mydriver/report/export")).use { files ->
                    files.asSequence().map { it.name }.filter { it.endsWith("Export.kt") }.toList()
                }
            ExportFormats.all.map { "${it.javaClass.simpleName}.kt" } shouldContainExactlyInAnyOrder files
            ExportFormats.all.map { it.name }.shouldBeUnique()
            ExportFormats.all.flatMap { it.endings }.shouldBeUnique()
            for (format in ExportFormats.all) ExportFormats.ofFile("x.${format.endings.first()}") shouldBe format
        }

        for (place in TestPlace.all) {
            context(place.label) {
                withData(nameFn = { "what goes out as ${it.name} comes back as it was" }, ExportFormats.all) { format ->
                    if (format == ParquetExport) requireOrSkip(PARQUET_LIBRARY) { parquetIsThere }
                    repeat(ROUNDS) { round ->
                        withClue("seed $round") {
                            TableSet.open(place.url()).use { tableSet ->
                                tableSet.fillWithAnything(TRIALS, RandomSource(Random(round), round.toLong()))
                                val file = folder.resolve("${place.label}-$round.${format.name}")
                                tableSet.exportTo(file, format) shouldBe TRIALS
                                val columns = tableSet.queries.columns()
                                val found = exportReaders.getValue(format.name)(file, columns)
                                if (format is StreamedFormat) found.names shouldBe columns.map { it.label }
                                val expected = tableSet.everything()
                                found.rows.size shouldBe expected.size
                                for ((there, here) in found.rows.zip(expected)) for (i in columns.indices) withClue(
                                    columns[i].qualified
                                ) {
                                    bits(there[i]) shouldBe bits(here[i])
                                }
                            }
                        }
                    }
                }

                test("only what was asked for") {
                    TableSet.open(place.url()).use { tableSet ->
                        tableSet.fillWithAnything(TRIALS, RandomSource(Random(1), 1))
                        val file = folder.resolve("${place.label}-some.csv")
                        val request =
                            ListRequest("params.i >= 3", setOf(Status.QUEUED), columns = listOf("trial.id", "real"))
                        tableSet.exportTo(file, CsvExport, request) shouldBe 2
                        Files.readString(file).lines().first() shouldBe "trial.id,real"
                        val fault =
                            shouldThrow<UsageError> {
                                tableSet.exportTo(file, CsvExport, ListRequest("nowhere = 1", columns = listOf("none")))
                            }
                        fault.message shouldContain "nowhere"
                        fault.message shouldContain "none"
                    }
                }

                test("without trials there are only names") {
                    TableSet.open(place.url()).use { tableSet ->
                        val file = folder.resolve("${place.label}-empty.csv")
                        tableSet.exportTo(file, CsvExport, ListRequest(columns = listOf("id", "status"))) shouldBe 0
                        Files.readString(file) shouldBe "id,status\n"
                        tableSet.exportTo(file, JsonExport) shouldBe 0
                        Files.readString(file) shouldBe "[]\n"
                    }
                }
            }
        }
    })

private const val ROUNDS = 3
private const val TRIALS = 40

/** So that NaN equals itself and zeros differ. */
private fun bits(value: Any?): Any? = if (value is Double) value.toRawBits() else value
