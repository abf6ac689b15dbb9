package mydriver.dsl.codec

import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.maps.shouldContainExactly
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.property.Arb
import io.kotest.property.arbitrary.bind
import io.kotest.property.arbitrary.boolean
import io.kotest.property.arbitrary.double
import io.kotest.property.arbitrary.enum
import io.kotest.property.arbitrary.float
import io.kotest.property.arbitrary.int
import io.kotest.property.arbitrary.long
import io.kotest.property.arbitrary.orNull
import io.kotest.property.arbitrary.string
import io.kotest.property.checkAll
import mydriver.job.NonIdentity
import mydriver.model.Baseline
import mydriver.model.ConfigurationError
import mydriver.model.Kind
import mydriver.model.Param
import mydriver.model.Params

enum class Optimizer {
    SGD,
    ADAM {
        override fun toString() = "adam with a body"
    },
}

data class Model(val width: Int, val layers: Int = 3)

data class Everything(
    val lr: Double,
    val momentum: Float = 0.9f,
    val iterations: Long = 30_000,
    val depth: Int? = null,
    val optimizer: Optimizer = Optimizer.SGD,
    val shuffle: Boolean = true,
    val note: String? = "none",
    val model: Model = Model(10),
    @NonIdentity val threads: Int = 2,
)

data class Dependent(val a: Int, val b: Int = a * 2, val c: Int = 7, val d: Int = require(a > 0).let { 1 })

data class Holder(val values: List<Int>, val nested: Model?)

data class Big(
    val p0: Int = 0,
    val p1: Int = 1,
    val p2: Int = 2,
    val p3: Int = 3,
    val p4: Int = 4,
    val p5: Int = 5,
    val p6: Int = 6,
    val p7: Int = 7,
    val p8: Int = 8,
    val p9: Int = 9,
    val p10: Int = 10,
    val p11: Int = 11,
    val p12: Int = 12,
    val p13: Int = 13,
    val p14: Int = 14,
    val p15: Int = 15,
    val p16: Int = 16,
    val p17: Int = 17,
    val p18: Int = 18,
    val p19: Int = 19,
    val p20: Int = 20,
    val p21: Int = 21,
    val p22: Int = 22,
    val p23: Int = 23,
    val p24: Int = 24,
    val p25: Int = 25,
    val p26: Int = 26,
    val p27: Int = 27,
    val p28: Int = 28,
    val p29: Int = 29,
    val p30: Int = 30,
    val p31: Int = 31,
    val p32: Int = 32,
    val p33: Int = 33,
)

class ScriptLike(private val factor: Int) {
    inner class NotData(val x: Int)

    fun readsFactor() = factor
}

class ClassCodecSpec :
    FunSpec({
        val codec = codecOf(Everything::class.java, outer = null)

        test("a data class declares its params in order, nested ones by dotted names") {
            codec.params.map { it.name } shouldContainExactly
                listOf(
                    "lr",
                    "momentum",
                    "iterations",
                    "depth",
                    "optimizer",
                    "shuffle",
                    "note",
                    "model.width",
                    "model.layers",
                    "threads",
                )
        }

        test("a declaration tells kind, type, nullability, default, identity and choices") {
            val byName = codec.params.associateBy { it.name }
            byName["lr"] shouldBe Param("lr", Kind.REAL, "Double")
            byName["depth"] shouldBe Param("depth", Kind.INTEGER, "Int?", nullable = true, optional = true)
            byName["optimizer"] shouldBe
                Param("optimizer", Kind.TEXT, "Optimizer", optional = true, choices = listOf("SGD", "ADAM"))
            byName["model.width"] shouldBe Param("model.width", Kind.INTEGER, "Int", optional = true)
            byName["threads"] shouldBe Param("threads", Kind.INTEGER, "Int", optional = true, identity = false)
        }

        test("every point comes back from its params as it was") {
            val points =
                Arb.bind(
                    Arb.double(),
                    Arb.float(),
                    Arb.long(),
                    Arb.int().orNull(),
                    Arb.enum<Optimizer>(),
                    Arb.boolean(),
                    Arb.string().orNull(),
                    Arb.bind(Arb.int(), Arb.int(), ::Model),
                    Arb.int(),
                    ::Everything,
                )
            checkAll(points) { point -> codec.decode(codec.encode(point)) shouldBe point }
        }

        test("a Java record is encoded and bound like a data class") {
            val records = codecOf(RecordParams::class.java, outer = null)
            val point = RecordParams(0.1, 3, null, RecordParams.Nested(5, true), 4)
            records.encode(point).toMap() shouldContainExactly
                mapOf(
                    "lr" to 0.1,
                    "layers" to 3L,
                    "note" to null,
                    "nested.width" to 5L,
                    "nested.wide" to true,
                    "threads" to 4L,
                )
            records.decode(records.encode(point)) shouldBe point
            records.params.single { !it.identity }.name shouldBe "threads"
            records.params.none { it.optional } shouldBe true
        }

        test("what is missing takes its default only when defaults are asked for") {
            codec.decode(Params.of("lr" to 0.5), defaults = true) shouldBe Everything(0.5)
            shouldThrow<ConfigurationError> { codec.decode(Params.of("lr" to 0.5)) }.message!! shouldContain
                "\"momentum\" is missing"
        }

        test("all faults of a binding are told at once") {
            val wrong = Params.of("lr" to "fast", "depth" to 1.5, "optimizer" to "LION", "iterations" to null)
            val error = shouldThrow<ConfigurationError> { codec.decode(wrong, defaults = true) }
            error.message shouldBe
                """
                param "lr" is "fast", not of type Double
                param "iterations" is null; it must be of type Long
                param "depth" is 1.5, not of type Int
                param "optimizer" is "LION", not one of SGD, ADAM
                """
                    .trimIndent()
        }

        test("a whole double binds to an integer and an exact integer to a double, nothing else does") {
            codec.decode(Params.of("lr" to 2, "iterations" to 5.0), defaults = true) shouldBe
                Everything(2.0, iterations = 5)
            shouldThrow<ConfigurationError> { codec.decode(Params.of("lr" to (1L shl 53) + 1), defaults = true) }
        }

        test("a default is learnt by omitting the param alone") {
            val point = Everything(0.1, iterations = 1, model = Model(1, 1))
            codec.defaultOf(point, "iterations", group = false) shouldBe Baseline.Value(30_000L)
            codec.defaultOf(point, "note", group = false) shouldBe Baseline.Value("none")
            codec.defaultOf(point, "depth", group = false) shouldBe Baseline.Value(null)
            codec.defaultOf(point, "lr", group = false) shouldBe Baseline.None
            codec.defaultOf(point, "model.layers", group = false) shouldBe Baseline.Value(3L)
            codec.defaultOf(point, "model.width", group = false) shouldBe Baseline.None
            codec.defaultOf(point, "model.width", group = true) shouldBe Baseline.Value(10L)
        }

        test("a default that reads another param follows it, one that throws is none") {
            val dependent = codecOf(Dependent::class.java, outer = null)
            dependent.defaultOf(Dependent(1), "b", group = false) shouldBe Baseline.Value(2L)
            dependent.defaultOf(Dependent(5), "b", group = false) shouldBe Baseline.Value(10L)
        }

        test("a class with more than 32 defaults is rebuilt right") {
            val big = codecOf(Big::class.java, outer = null)
            big.defaultOf(Big(p33 = -1), "p33", group = false) shouldBe Baseline.Value(33L)
            big.decode(Params.of("p5" to 50), defaults = true) shouldBe Big(p5 = 50)
        }

        test("a class that cannot hold params is refused with all its faults") {
            val error = shouldThrow<ConfigurationError> { codecOf(Holder::class.java, outer = null) }
            error.message!! shouldContain "Holder.values: java.util.List can hold no params"
            error.message!! shouldContain "Holder.nested: a nested class cannot be nullable"
            shouldThrow<ConfigurationError> { codecOf(ScriptLike.NotData::class.java, ScriptLike(1)) }
        }
    })
