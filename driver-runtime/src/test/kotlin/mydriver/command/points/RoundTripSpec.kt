package mydriver.command.points

import io.kotest.core.spec.style.FunSpec
import io.kotest.datatest.withData
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldEndWith
import io.kotest.matchers.string.shouldStartWith
import io.kotest.property.Arb
import io.kotest.property.arbitrary.bind
import io.kotest.property.arbitrary.boolean
import io.kotest.property.arbitrary.choice
import io.kotest.property.arbitrary.constant
import io.kotest.property.arbitrary.double
import io.kotest.property.arbitrary.element
import io.kotest.property.arbitrary.enum
import io.kotest.property.arbitrary.filter
import io.kotest.property.arbitrary.int
import io.kotest.property.arbitrary.list
import io.kotest.property.arbitrary.long
import io.kotest.property.arbitrary.map
import io.kotest.property.arbitrary.orNull
import io.kotest.property.arbitrary.string
import io.kotest.property.checkAll
import kotlin.io.path.writeText
import mydriver.command.Desk
import mydriver.command.Optimizer
import mydriver.command.scriptFile
import mydriver.model.Params
import mydriver.model.textFault
import mydriver.script.ExperimentScript

data class Net(val layers: Int = 3, val act: String = "relu")

data class Everything(
    val lr: Double,
    val steps: Long,
    val name: String,
    val flag: Boolean,
    val optimizer: Optimizer,
    val maybe: Double?,
    val single: Float,
    val net: Net,
)

private class TypedGrid(points: List<Everything>) : ExperimentScript(emptyArray()) {
    init {
        experiment<Everything>("typed") { grid { points.forEach(::trial) } }
    }
}

private class UntypedGrid(points: List<Params>) : ExperimentScript(emptyArray()) {
    init {
        experiment<Params>("untyped") { grid { points.forEach(::trial) } }
    }
}

private val specials =
    listOf("NaN", "Infinity", "-Infinity", "-0.0", "1", "0.5", "1e3", "true", "null", "", "{}", "\"", ",")
private val texts = Arb.choice(Arb.element(specials), Arb.string(0..12).filter { textFault("", it) == null })
private val doubles =
    Arb.choice(Arb.double(), Arb.element(Double.NaN, -0.0, 0.0, Double.POSITIVE_INFINITY, Double.MIN_VALUE, 1e22, 3.0))
private val longs = Arb.choice(Arb.long(), Arb.element(Long.MIN_VALUE, Long.MAX_VALUE, 1L shl 53, (1L shl 53) + 1))

private val everything =
    Arb.bind(
        doubles,
        longs,
        texts,
        Arb.boolean(),
        Arb.enum<Optimizer>(),
        doubles.orNull(),
        doubles.map { it.toFloat() },
        Arb.bind(Arb.int(), texts, ::Net),
        ::Everything,
    )

/** What a param of an untyped grid may be, one kind per name. */
private val untyped =
    Arb.bind(doubles, longs, texts, Arb.boolean(), Arb.choice(texts, Arb.constant(null))) { real, whole, text, flag, any
        ->
        Params.of(
            "real" to real,
            "whole" to whole,
            "text" to text,
            "flag" to flag,
            "a.b" to any,
            "\$text" to text,
            "points" to whole,
        )
    }

/** The printed form of a grid, and the way back. */
class RoundTripSpec :
    FunSpec({
        val folder = tempdir().toPath()
        val desk = Desk(folder)

        fun type(script: ExperimentScript, vararg words: String): String {
            val ended = desk.type("insert", *words, script = scriptFile(folder, script))
            ended.err
                .removeSuffix("the grid of the script is empty\n")
                .removeSuffix("there is nothing to insert\n") shouldBe ""
            ended.code shouldBe 0
            return ended.out
        }

        /** The points alone, for the numbers in front of them tell what is new. */
        fun printed(script: ExperimentScript, format: String, vararg words: String) =
            type(script, "--dry", "--format", format, *words).let {
                if (format == "json") it.substringAfter("[") else it
            }

        fun comesBack(script: ExperimentScript, name: String, format: String) {
            val file = folder.resolve("$name.$format").apply { writeText(type(script, "--dry", "--format", format)) }
            val database = arrayOf("--database", "sqlite:$name-$format.db")
            type(script, *database)
            val again = type(script, *database, "--params", file.toString())
            again shouldStartWith "new 0, "
            again shouldContain "changed 0, "
            printed(script, format, "--params", file.toString()) shouldBe printed(script, format)
        }

        context("a typed grid comes back from its printed form as the very same trials") {
            withData("json", "jsonl") { format ->
                checkAll(60, Arb.list(everything, 0..6)) { comesBack(TypedGrid(it), "typed", format) }
            }
        }

        context("so does an untyped one") {
            withData("json", "jsonl") { format ->
                checkAll(60, Arb.list(untyped, 0..6)) { comesBack(UntypedGrid(it), "untyped", format) }
            }
        }

        test("the numbers stand in front of the points, and nothing else in the lines") {
            val point = Everything(0.1, 1, "NaN", true, Optimizer.ADAM, null, 0.5f, Net())
            val line =
                "{\"lr\":0.1,\"steps\":1,\"name\":\"NaN\",\"flag\":true,\"optimizer\":\"ADAM\",\"maybe\":null," +
                    "\"single\":0.5,\"net.layers\":3,\"net.act\":\"relu\"}"
            type(TypedGrid(listOf(point)), "--dry", "--format", "jsonl") shouldBe "$line\n"
            type(TypedGrid(listOf(point)), "--dry", "--format", "json") shouldBe
                "{\"new\":1,\"already_present\":0,\"repeated_in_grid\":0,\"changed\":0,\"no_longer_in_grid\":0," +
                    "\"total\":1,\"points\":[\n$line\n]}\n"
            type(UntypedGrid(emptyList()), "--dry", "--format", "json") shouldEndWith ",\"total\":0,\"points\":[]}\n"
        }

        test("where nothing is declared, a text that reads as a number that JSON lacks is marked") {
            val script = UntypedGrid(listOf(Params.of("a" to "NaN", "b" to Double.NaN, "c" to "x")))
            printed(script, "jsonl") shouldBe "{\"a\":{\"\$text\":\"NaN\"},\"b\":\"NaN\",\"c\":\"x\"}\n"
        }
    })
