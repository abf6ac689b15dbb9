package mydriver.model

import io.kotest.core.spec.style.FunSpec
import io.kotest.datatest.withData
import io.kotest.matchers.shouldBe
import io.kotest.matchers.shouldNotBe
import io.kotest.property.Arb
import io.kotest.property.arbitrary.boolean
import io.kotest.property.arbitrary.choice
import io.kotest.property.arbitrary.double
import io.kotest.property.arbitrary.long
import io.kotest.property.arbitrary.map
import io.kotest.property.arbitrary.orNull
import io.kotest.property.arbitrary.string
import io.kotest.property.checkAll

class FingerprintSpec :
    FunSpec({
        fun fingerprint(params: Params, identities: Map<String, ParamIdentity> = emptyMap(), job: String = "job") =
            Fingerprinter(job, identities).of(params)

        val values = Arb.choice(Arb.long().orNull(), Arb.double(), Arb.string(0, 8), Arb.boolean()) as Arb<Any?>
        val points = Arb.map(Arb.string(1, 4), values, minSize = 0, maxSize = 6).map(::storable)

        test("two points have the same fingerprint exactly if their params are equal") {
            checkAll(points, points) { one, other -> (fingerprint(one) == fingerprint(other)) shouldBe (one == other) }
        }

        test("the order of params does not count") {
            checkAll(points) { point ->
                val reversed = Params.of(point.toMap().entries.reversed().associate { it.key to it.value })
                fingerprint(reversed) shouldBe fingerprint(point)
            }
        }

        test("a fingerprint is the same on every machine and in every version") {
            val point = Params.of("lr" to 0.1, "layers" to 3, "name" to "a", "wide" to true, "none" to null)
            fingerprint(point) shouldBe "dea5217d15bd72ad97f68ccd789d429117d070c4ce333b0407220dfd74d26127"
        }

        context("values that differ are told apart") {
            withData<Pair<Any?, Any?>>(
                { (one, other) ->
                    "$one and $other of ${one?.javaClass?.simpleName} and ${other?.javaClass?.simpleName}"
                },
                1 to "1",
                1 to 1.0,
                0.0 to -0.0,
                Double.NaN to "NaN",
                Double.NaN to Double.POSITIVE_INFINITY,
                Double.POSITIVE_INFINITY to Double.NEGATIVE_INFINITY,
                (1L shl 53) to (1L shl 53) + 1,
                Long.MIN_VALUE to Long.MIN_VALUE.toDouble(),
                0.12345678901234 to 0.12345678901239,
                true to "true",
                true to 1,
                null to "null",
                null to "",
            ) { (one, other) ->
                fingerprint(Params.of("x" to one)) shouldNotBe fingerprint(Params.of("x" to other))
            }
        }

        test("texts cannot run together with names") {
            fingerprint(Params.of("a" to "1;t1:bi2")) shouldNotBe fingerprint(Params.of("a" to "1", "b" to 2))
        }

        test("every NaN is one value") {
            val other = Double.fromBits(0x7ff8000000000001L)
            fingerprint(Params.of("x" to other)) shouldBe fingerprint(Params.of("x" to Double.NaN))
        }

        test("the job's name counts") {
            fingerprint(Params.of("x" to 1), job = "a") shouldNotBe fingerprint(Params.of("x" to 1), job = "b")
        }

        test("a param at its baseline does not count, at any other value it does") {
            val known = mapOf("new" to ParamIdentity(Kind.INTEGER, Baseline.Value(3L)))
            val old = fingerprint(Params.of("x" to 1))
            fingerprint(Params.of("x" to 1, "new" to 3), known) shouldBe old
            fingerprint(Params.of("x" to 1, "new" to 4), known) shouldNotBe old
        }

        test("a baseline of null is one, too") {
            val known = mapOf("new" to ParamIdentity(Kind.INTEGER, Baseline.Value(null)))
            fingerprint(Params.of("x" to 1, "new" to null), known) shouldBe fingerprint(Params.of("x" to 1))
        }

        test("a non-identity param never counts") {
            val known = mapOf("threads" to ParamIdentity(Kind.INTEGER, identity = false))
            fingerprint(Params.of("x" to 1, "threads" to 8), known) shouldBe fingerprint(Params.of("x" to 1))
        }

        test("an integer param re-declared as a double keeps its identity, and the other way round") {
            val integer = mapOf("x" to ParamIdentity(Kind.INTEGER))
            fingerprint(Params.of("x" to 3.0), integer) shouldBe fingerprint(Params.of("x" to 3), integer)
            fingerprint(Params.of("x" to 3.5), integer) shouldNotBe fingerprint(Params.of("x" to 3), integer)
            fingerprint(Params.of("x" to -0.0), integer) shouldNotBe fingerprint(Params.of("x" to 0), integer)
            val real = mapOf("x" to ParamIdentity(Kind.REAL))
            fingerprint(Params.of("x" to 3), real) shouldBe fingerprint(Params.of("x" to 3.0), real)
            val odd = (1L shl 53) + 1
            fingerprint(Params.of("x" to odd), real) shouldNotBe fingerprint(Params.of("x" to odd.toDouble()), real)
        }

        test("a baseline is compared as the number it was first seen as") {
            val known = mapOf("x" to ParamIdentity(Kind.INTEGER, Baseline.Value(3L)))
            fingerprint(Params.of("x" to 3.0), known) shouldBe fingerprint(Params.of())
        }
    })

private fun storable(values: Map<String, Any?>): Params =
    Params.of(values.filterKeys { nameFault(it) == null }.filterValues { it !is String || textFault("", it) == null })
