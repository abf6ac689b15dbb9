package mydriver.command

import io.kotest.core.spec.style.FunSpec
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.collections.shouldContainAll
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldStartWith
import javax.xml.parsers.DocumentBuilderFactory
import kotlin.io.path.listDirectoryEntries
import kotlin.io.path.name
import kotlin.io.path.readLines
import kotlin.io.path.readText
import kotlin.io.path.writeText
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.double
import kotlinx.serialization.json.jsonArray
import kotlinx.serialization.json.jsonObject
import kotlinx.serialization.json.jsonPrimitive
import mydriver.store.TestPlace
import mydriver.testing.hasFonts
import mydriver.testing.requireOrSkip

class ReportCommandSpec :
    FunSpec({
        for (place in TestPlace.all) {
            context(place.label) {
                val home = tempdir().toPath()
                val desk = Desk(home, environment = mapOf("MYDRIVER_DATABASE" to place.url().masked))
                val script =
                    specScript(home) {
                        sixPoints()
                        report { folder = "declared" }
                    }
                fun type(line: String) = desk.type(*line.split(' ').toTypedArray(), script = script)
                fun files(name: String) = home.resolve(name).listDirectoryEntries("[!.]*").map { it.name }.sorted()

                test("before anything was inserted it says so and makes nothing") {
                    type("report -o early").code shouldBe 3
                    home.listDirectoryEntries("early").size shouldBe 0
                }

                test("it writes a page, a table and figures, into the folder that the script says") {
                    requireOrSkip("fonts", ::hasFonts)
                    type("insert").code shouldBe 0
                    type("worker --drain").code shouldBe 1
                    val ended = type("report")
                    ended.err shouldBe ""
                    ended.out shouldStartWith "$home/declared/index.html: a page with "
                    files("declared") shouldContainAll
                        listOf("index.html", "report.csv", "train_loss.pdf", "valid_loss.png", "valid_loss.svg")
                    home.resolve("declared/report.csv").readLines().size shouldBe 7
                }

                test("the numbers in an SVG are those of the database, to the last digit") {
                    requireOrSkip("fonts", ::hasFonts)
                    val svg = home.resolve("declared/valid_loss.svg").readText()
                    val document =
                        DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(svg.byteInputStream())
                    val data = Json.parseToJsonElement(document.getElementsByTagName("metadata").item(0).textContent)
                    val drawn = data.jsonObject.getValue("marks").jsonArray.map { it.jsonArray }
                    val stored = type("list --where valid_loss<9 --columns lr,valid_loss,id --format csv").out.lines()
                    drawn.map { listOf(it[0], it[1], it[6]).joinToString(",") }.toSet() shouldBe
                        stored.drop(1).filter { it.isNotEmpty() }.toSet()
                    drawn.all { it[1].jsonPrimitive.double.isFinite() } shouldBe true
                }

                test("what is typed goes before what the script says, and leaves nothing of an older report") {
                    requireOrSkip("fonts", ::hasFonts)
                    type("report -o typed --x layers --y train_loss --y valid_loss").code shouldBe 0
                    type("report -o typed --x layers --y train_loss").code shouldBe 0
                    files("typed") shouldBe
                        listOf("index.html", "report.csv", "train_loss.pdf", "train_loss.png", "train_loss.svg")
                }

                test("a wrong name is an error before anything is written") {
                    val ended = type("report -o wrong --x learning_rate")
                    ended.code shouldBe 2
                    ended.err shouldContain "--x: there is no column \"learning_rate\""
                    home.listDirectoryEntries("wrong").size shouldBe 0
                }

                test("a file of somebody else is left alone") {
                    requireOrSkip("fonts", ::hasFonts)
                    home.resolve("typed/valid_loss.svg").writeText("mine")
                    val ended = type("report -o typed")
                    ended.code shouldBe 2
                    ended.err shouldContain "valid_loss.svg is there already and of no report"
                    home.resolve("typed/valid_loss.svg").readText() shouldBe "mine"
                }

                test("other programs get the names of the files") {
                    requireOrSkip("fonts", ::hasFonts)
                    val lines = type("report -o typed --y train_loss --x lr --format csv").out.lines()
                    lines.take(2) shouldBe listOf("file", "$home/typed/index.html")
                }
            }
        }
    })
