package mydriver.command

import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.datatest.withData
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.property.Arb
import io.kotest.property.arbitrary.double
import io.kotest.property.checkAll
import java.nio.file.Path
import kotlin.io.path.writeText
import mydriver.command.points.readPoint
import mydriver.dsl.buildExperiment
import mydriver.model.Params
import mydriver.model.UsageError

data class Inner(val layers: Int = 3)

data class Declared(
    val lr: Double = 0.5,
    val steps: Long = 1,
    val name: String = "x",
    val flag: Boolean = false,
    val optimizer: Optimizer = Optimizer.SGD,
    val maybe: Int? = null,
    val model: Inner = Inner(),
)

/** Params from words and files. */
class TypedParamsSpec :
    FunSpec({
        val folder = tempdir().toPath()
        val typed = buildExperiment("typed", Declared::class.java) {}.codec
        val untyped = buildExperiment("untyped", Params::class.java) {}.codec

        fun words(vararg words: String) = TypedParams(typed).apply { addWords(words.toList()) }.params()
        fun file(name: String, text: String): Params {
            val file: Path = folder.resolve(name).apply { writeText(text) }
            return TypedParams(typed).apply { addFile(readPoint(file)) }.params()
        }

        context("words are read by the declared kind") {
            withData(
                nameFn = { it.first },
                "lr=1e-3" to 0.001,
                "lr=NaN" to Double.NaN,
                "lr=-Infinity" to Double.NEGATIVE_INFINITY,
                "lr=-0.0" to -0.0,
                "lr=3" to 3.0,
                "steps=9223372036854775807" to Long.MAX_VALUE,
                "name=" to "",
                "name=a=b" to "a=b",
                "name=12" to "12",
                "name=\$(rm -rf /); '\"" to "\$(rm -rf /); '\"",
                "flag=true" to true,
                "optimizer=ADAM" to "ADAM",
                "maybe=null" to null,
                "maybe=4" to 4L,
                "model.layers=7" to 7L,
            ) { (word, value) ->
                // As text, since NaN equals nothing and -0.0 equals 0.0.
                words(word)[word.substringBefore('=')].toString() shouldBe value.toString()
            }
        }

        context("a word that does not fit is refused with what would") {
            withData(
                nameFn = { it.first },
                "lr=fast" to "\"lr\" is \"fast\", not of type Double",
                "lr=1d" to "not of type Double",
                "lr=0x1p3" to "not of type Double",
                "steps=1.5" to "not of type Long",
                "flag=yes" to "not of type Boolean",
                "optimizer=ADM" to "not one of SGD, ADAM; did you mean ADAM?",
                "learning_rate=1" to "there is no param \"learning_rate\"; there are: lr, steps",
                "stps=1" to "did you mean steps?",
                "lr" to "write name=value",
                "=1" to "write name=value",
                "name=\u0000" to "U+0000",
            ) { (word, told) ->
                shouldThrow<UsageError> { words(word) }.message.orEmpty() shouldContain told
            }
        }

        test("all faults are told at once, a line each") {
            val error = shouldThrow<UsageError> { words("lr=x", "steps=y", "nosuch=1", "lr=2", "flag") }
            error.message.orEmpty().lines().size shouldBe 5
        }

        test("without a declaration the form of a word decides") {
            val params =
                TypedParams(untyped)
                    .apply {
                        addWords(
                            listOf("a=1", "b=0.5", "c=true", "d=null", "e=text", "f=1e400", "g=99999999999999999999")
                        )
                    }
                    .params()
            params.toMap() shouldBe
                mapOf(
                    "a" to 1L,
                    "b" to 0.5,
                    "c" to true,
                    "d" to null,
                    "e" to "text",
                    "f" to Double.POSITIVE_INFINITY,
                    "g" to 1e20,
                )
        }

        test("every double comes back as it was typed") {
            checkAll(Arb.double()) { number -> (words("lr=$number")["lr"] as Double).toBits() shouldBe number.toBits() }
        }

        context("files are JSON or YAML, nested or dotted") {
            val same = mapOf("lr" to 0.25, "name" to "a b", "maybe" to null, "model.layers" to 9L)
            withData(
                nameFn = { it.first },
                "p.json" to """{"lr": 0.25, "name": "a b", "maybe": null, "model": {"layers": 9}}""",
                "p.yaml" to "lr: 0.25\nname: a b\nmaybe: null\nmodel:\n  layers: 9\n",
                "p.yml" to "{lr: 0.25, name: 'a b', maybe: ~, model.layers: 9}",
                "without-ending" to """ {"lr": 0.25, "name": "a b", "maybe": null, "model.layers": 9}""",
            ) { (name, text) ->
                file(name, text).toMap() shouldBe same
            }
        }

        test("a text that stands for a number that JSON lacks is one where a number is declared") {
            file("nan.json", """{"lr": "NaN", "name": "NaN"}""").toString() shouldBe
                Params.of("lr" to Double.NaN, "name" to "NaN").toString()
        }

        test("words win over the file") {
            val file = folder.resolve("win.json").apply { writeText("""{"lr": 1.5, "steps": 2}""") }
            val params =
                TypedParams(typed).apply { addFile(readPoint(file)) }.apply { addWords(listOf("lr=2")) }.params()
            params.toMap() shouldBe mapOf("lr" to 2.0, "steps" to 2L)
        }

        context("a file that holds no params is refused") {
            withData(
                nameFn = { it.first },
                "broken.json" to "{",
                "broken.yaml" to "a: [",
                "list.json" to "[1]",
                "list.yaml" to "- 1",
                "number.json" to "1",
                "nested-list.json" to """{"lr": [1, 2]}""",
                "unknown.json" to """{"nosuch": 1}""",
            ) { (name, text) ->
                val told = if (name == "unknown.json") "there is no param \"nosuch\"" else name
                shouldThrow<UsageError> { file(name, text) }.message.orEmpty() shouldContain told
            }
        }

        test("so is one that is not there") {
            shouldThrow<UsageError> { readPoint(folder.resolve("none.json")) }.message.orEmpty() shouldContain
                "cannot be read"
        }
    })
