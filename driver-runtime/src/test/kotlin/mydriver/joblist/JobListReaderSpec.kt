package mydriver.joblist

import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.datatest.withData
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.property.Arb
import io.kotest.property.arbitrary.list
import io.kotest.property.arbitrary.string
import io.kotest.property.checkAll
import kotlinx.serialization.json.Json
import mydriver.model.ConfigurationError

internal fun listed(text: String) = JobListReader(text, "jobs.json").read()

/** Job lists as people and programs write them. */
class JobListReaderSpec :
    FunSpec({
        test("commands are read in order, marks apart") {
            val list = listed("""[["python", "main.py", "--lr", "0.1"], ["executed", "python", "main.py"]]""")
            list.entries.map { it.words } shouldContainExactly
                listOf(listOf("python", "main.py", "--lr", "0.1"), listOf("python", "main.py"))
            list.entries.map { it.executed } shouldContainExactly listOf(false, true)
            list.entries.map { it.number } shouldContainExactly listOf(1, 2)
        }

        test("numbers are taken as they are written, and a comma too many is forgiven") {
            listed("[[\"a\", 0.10, 1e-3, -7, true,],\n]").entries.single().words shouldContainExactly
                listOf("a", "0.10", "1e-3", "-7", "true")
        }

        test("an empty list is a list") { listed(" [ ] \n").entries shouldBe emptyList() }

        context("what other programs write is read as they meant it") {
            withData(nameFn = { "pretty: $it" }, true, false) { pretty ->
                val json = Json { prettyPrint = pretty }
                checkAll(200, Arb.list(Arb.list(Arb.string(1..6), 1..4), 0..5)) { commands ->
                    val safe = commands.map { words -> words.map { it.replace("\u0000", "0") } }
                    val list = listed(json.encodeToString(safe))
                    list.entries.map { it.words } shouldBe safe
                    val all = list.entries.map { it.number }.toSet()
                    val marked = list.marked(all)
                    json.decodeFromString<List<List<String>>>(marked) shouldBe safe.map { listOf(JobList.MARK) + it }
                    listed(marked).entries.all { it.executed } shouldBe true
                }
            }
        }

        test("a mark changes nothing else, and leaves no comma that other readers refuse") {
            listed("[[\"a\",1],\n [ \"b\" ],]").marked(setOf(2)) shouldBe "[[\"a\",1],\n [ \"executed\", \"b\" ]]"
            listed("[\n  [\n    \"a\"\n  ]\n]\n").marked(setOf(1)) shouldBe
                "[\n  [\n    \"executed\",\n    \"a\"\n  ]\n]\n"
        }

        test("what is marked already stays as it is") {
            val text = "[[\"executed\",\"a\"]]"
            listed(text).marked(setOf(1)) shouldBe text
        }

        context("a fault is told with its place and the way out") {
            withData(
                nameFn = { "'${it.first}'" },
                "" to "jobs.json:1:1: the file ends too early: a job list is a JSON list of commands",
                "[[\"a\"]" to "jobs.json:1:7: the file ends too early: a comma or ] is missing",
                "[[\"a\"] [\"b\"]]" to "jobs.json:1:8: it is no job list: a comma or ] is missing",
                "{}" to "jobs.json:1:1: it is no job list: a job list is a JSON list",
                "[\"a b\"]" to "jobs.json:1:2: it is no job list: a command is a list of words",
                "[[\"a\", [1]]]" to "jobs.json:1:8: it is no job list: a word of a command is a text",
                "[[\"a\", null]]" to "jobs.json:1:8: it is no job list: a word of a command is a text",
                "[[\"a]]" to "jobs.json:1:3: it is no job list: a text has no closing double quote",
                "[[\"a\nb\"]]" to "jobs.json:1:5: it is no job list: a text goes on over a line break",
                "[[\"\\q\"]]" to "jobs.json:1:4: it is no job list: there is no such escape",
                "[[\"a\"]] x" to "jobs.json:1:9: it is no job list: nothing may follow the list",
                "[[\"a\", \"\\u0000\"]]" to "jobs.json:1:2: command 1 cannot be run: ",
            ) { (text, message) ->
                shouldThrow<ConfigurationError> { listed(text) }.message.orEmpty() shouldContain message
            }
        }

        test("all commands that cannot be run are told at once") {
            shouldThrow<ConfigurationError> { listed("[[],\n[\"executed\"],\n[\"\"]]") }
                .message
                .orEmpty()
                .lines() shouldContainExactly
                listOf(
                    "jobs.json:1:2: command 1 names no program",
                    "jobs.json:2:1: command 2 names no program",
                    "jobs.json:3:1: command 3 names no program",
                )
        }
    })
