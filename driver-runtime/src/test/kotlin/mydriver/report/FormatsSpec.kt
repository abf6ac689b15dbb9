package mydriver.report

import io.kotest.core.spec.style.FunSpec
import io.kotest.datatest.withData
import io.kotest.matchers.collections.shouldBeUnique
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldNotContain
import io.kotest.property.Arb
import io.kotest.property.arbitrary.double
import io.kotest.property.arbitrary.string
import io.kotest.property.checkAll
import java.nio.file.Files
import java.time.Instant
import kotlin.io.path.Path
import kotlin.io.path.name
import kotlin.streams.asSequence
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.jsonArray
import kotlinx.serialization.json.jsonObject
import kotlinx.serialization.json.jsonPrimitive
import mydriver.model.Status
import org.apache.commons.csv.CSVFormat
import org.apache.commons.csv.CSVParser

/** What holds for every format, and that every format is in the list. */
class FormatsSpec :
    FunSpec({
        test("every file that holds a format is in the list, under a name of its own") {
            val files =
                Files.list(Path("src/main/kotlin/mydriver/report")).use { files ->
                    files.asSequence().map { it.name }.filter { it.endsWith("Format.kt") && it != "Format.kt" }.toList()
                }
            Formats.all.map { it.javaClass.simpleName + ".kt" }.sorted() shouldContainExactly files.sorted()
            Formats.all.map { it.name }.shouldBeUnique()
            Formats.all.map { it.name } shouldContainExactly listOf("table", "json", "jsonl", "csv", "tsv")
        }

        context("a format prints nothing but whole lines, also without rows") {
            withData(nameFn = { it.name }, Formats.all) { format ->
                written(format, listOf("a"), emptyList()).let { it.isEmpty() || it.endsWith("\n") } shouldBe true
                written(format, listOf("a", "b"), listOf(listOf(1L, null), listOf(null, "x"))).endsWith("\n") shouldBe
                    true
            }
        }

        context("nothing that a value holds acts on a terminal, whatever the format") {
            withData(nameFn = { it.name }, Formats.all) { format ->
                val hostile = "\u001b[2J\u0007\r\u009b31m\u202eevil\u2066"
                val text = written(format, listOf("a", hostile), listOf(listOf(hostile, 1L)), Page(width = 80))
                for (unsafe in hostile.filter(::isUnsafe)) text shouldNotContain unsafe.toString()
            }
        }

        context("a value with line breaks stays on its line") {
            withData(nameFn = { it.name }, Formats.all.filter { it.name != "csv" }) { format ->
                val plain = written(format, listOf("a", "b"), listOf(listOf("x", 1L)))
                val broken = written(format, listOf("a", "b"), listOf(listOf("x\ny\r\nz", 1L)))
                broken.count { it == '\n' } shouldBe plain.count { it == '\n' }
            }
        }

        context("doubles come back bit for bit from the formats for machines") {
            withData(nameFn = { it.first }, READERS) { (name, read) ->
                checkAll(Arb.double()) { number ->
                    val back =
                        read(written(checkNotNull(Formats.named(name)), listOf("n"), listOf(listOf(number)))).toDouble()
                    back.toBits() shouldBe number.toBits()
                }
            }
        }

        context("text comes back as it was from the formats for machines") {
            withData(nameFn = { it.first }, READERS) { (name, read) ->
                checkAll(Arb.string()) { text ->
                    read(written(checkNotNull(Formats.named(name)), listOf("n"), listOf(listOf(text)))) shouldBe text
                }
            }
        }

        context("integers, booleans, states, times and what is missing") {
            withData(
                nameFn = { it.first },
                "csv" to "9007199254740993,true,DONE,2026-11-21T12:00:00Z,,\"\"\n",
                "tsv" to "9007199254740993\ttrue\tDONE\t2026-11-21T12:00:00Z\t\t\n",
                "jsonl" to
                    """{"a":9007199254740993,"b":true,"c":"DONE","d":"2026-11-21T12:00:00Z","e":null,"f":""}""" + "\n",
            ) { (name, expected) ->
                val row = listOf(9007199254740993, true, Status.DONE, Instant.parse("2026-11-21T12:00:00Z"), null, "")
                val text = written(checkNotNull(Formats.named(name)), listOf("a", "b", "c", "d", "e", "f"), listOf(row))
                text.lines().takeLast(2).first() + "\n" shouldBe expected
            }
        }

        context("a path is the text that names it") {
            withData(nameFn = { it.name }, Formats.all) { format ->
                written(format, listOf("file"), listOf(listOf(Path("a", "b.db")))).lines().single { "a/b.db" in it }
            }
        }

        test("one thing is one JSON object, with what is nested in it") {
            val cells = mapOf("id" to 1L, "params" to mapOf("lr" to 0.1), "list" to listOf(1L, Double.NaN))
            val text = StringBuilder().also { JsonFormat.write(Listing.of(cells), it, Page()) }.toString()
            text shouldBe """{"id":1,"params":{"lr":0.1},"list":[1,"NaN"]}""" + "\n"
        }
    })

private fun written(format: Format, columns: List<String>, rows: List<List<Any?>>, page: Page = Page()): String =
    StringBuilder().also { format.write(Listing(columns, rows.iterator()), it, page) }.toString()

/** Takes the one value out of what a format wrote, by another way than it was written. */
private val READERS: List<Pair<String, (String) -> String>> =
    listOf(
        "json" to { text -> value(Json.parseToJsonElement(text).jsonArray.single().jsonObject) },
        "jsonl" to { text -> value(Json.parseToJsonElement(text).jsonObject) },
        "csv" to
            { text ->
                val format = CSVFormat.RFC4180.builder().setIgnoreEmptyLines(false).get()
                CSVParser.parse(text, format).records[1][0]
            },
        "tsv" to { text -> unescaped(text.removePrefix("n\n").removeSuffix("\n")) },
    )

private fun value(json: JsonObject) = json.getValue("n").jsonPrimitive.content

private fun unescaped(text: String): String =
    text.replace(Regex("\\\\(x[0-9a-f]{2}|.)")) {
        when (val code = it.groupValues[1]) {
            "n" -> "\n"
            "t" -> "\t"
            "r" -> "\r"
            "\\" -> "\\"
            else -> code.drop(1).toInt(16).toChar().toString()
        }
    }
