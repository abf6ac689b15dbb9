package mydriver.store.json

import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.kotest.property.Arb
import io.kotest.property.arbitrary.bind
import io.kotest.property.arbitrary.double
import io.kotest.property.arbitrary.long
import io.kotest.property.arbitrary.string
import io.kotest.property.checkAll
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.jsonObject
import mydriver.model.Kind

class JsonSpec :
    FunSpec({
        val anything =
            Arb.bind(Arb.string(0..30), Arb.long(), Arb.double()) { text, whole, real ->
                mapOf(text to text, "i" to whole, "r" to real, "n" to null, "b" to true)
            }

        test("what is written is read again") {
            checkAll(1_000, anything) { values ->
                val read = JsonReader(JsonText().ofMap(values).toString()).readObject()
                val typed = read.mapValues { (name, value) ->
                    if (name == "r") KnownNames.typed(value, Kind.REAL) else value
                }
                // Equality of maps takes NaN for equal to itself, which a matcher does not.
                (typed == values) shouldBe true
            }
        }

        test("what is written is JSON to others") {
            checkAll(200, anything) { values ->
                val others = Json.parseToJsonElement(JsonText().ofMap(values).toString()).jsonObject
                others.keys shouldBe values.keys
            }
        }

        test("what jsonb makes of it is read as well") {
            val text = """{"a": 1e5, "b" : "x\u00e9\/\b\f", "c": 123456789012345678901234567890, "d": -1.50, "e": {}}"""
            shouldThrow<IllegalArgumentException> { JsonReader(text).readObject() }
            JsonReader(text.replace(""", "e": {}""", "")).readObject() shouldBe
                mapOf("a" to 1e5, "b" to "xé/\b\u000C", "c" to 1.2345678901234568e29, "d" to -1.5)
            JsonReader("{ }").readObject() shouldBe emptyMap()
        }

        test("a real is read as one whatever it was written as, unless it would lose digits") {
            KnownNames.typed(5L, Kind.REAL) shouldBe 5.0
            KnownNames.typed(9007199254740993L, Kind.REAL) shouldBe 9007199254740993L
            KnownNames.typed("-Infinity", Kind.REAL) shouldBe Double.NEGATIVE_INFINITY
            KnownNames.typed("NaN", Kind.TEXT) shouldBe "NaN"
            (KnownNames.typed("-0.0", Kind.REAL) as Double).toRawBits() shouldBe (-0.0).toRawBits()
        }
    })
