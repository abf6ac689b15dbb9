package mydriver.model

import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.maps.shouldContainExactly
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain

class ParamsSpec :
    FunSpec({
        test("values are stored as long, double, text, boolean or null") {
            Params.of(
                    "i" to 1,
                    "s" to 2.toShort(),
                    "f" to 0.1f,
                    "d" to 0.5,
                    "t" to "x",
                    "b" to true,
                    "e" to Status.DONE,
                    "n" to null,
                )
                .toMap() shouldContainExactly
                mapOf("i" to 1L, "s" to 2L, "f" to 0.1, "d" to 0.5, "t" to "x", "b" to true, "e" to "DONE", "n" to null)
        }

        test("typed access names the param, its value and the rule") {
            val params = Params.of("lr" to 0.5, "layers" to 3.0, "name" to "x")
            params.double("lr") shouldBe 0.5
            params.int("layers") shouldBe 3
            shouldThrow<ConfigurationError> { params.int("lr") }.message shouldBe "param \"lr\" is 0.5, not an integer"
            shouldThrow<ConfigurationError> { params.double("name") }.message shouldBe
                "param \"name\" is x, not a number"
            shouldThrow<ConfigurationError> { params["lrr"] }.message shouldBe
                "there is no param \"lrr\"; there are: lr, layers, name"
        }

        test("all that cannot be stored is told at once") {
            val error =
                shouldThrow<ConfigurationError> {
                    Params.of(
                        "" to 1,
                        "zero" to "a\u0000b",
                        "lone" to "\ud800",
                        "list" to listOf(1),
                        "x".repeat(1_001) to 1,
                    )
                }
            error.message!! shouldContain "empty name"
            error.message!! shouldContain "param \"zero\" holds U+0000 at character 1"
            error.message!! shouldContain "param \"lone\" holds U+D800 at character 0"
            error.message!! shouldContain "param \"list\" is a java.util.Collections\$SingletonList"
            error.message!! shouldContain "has 1001 characters"
        }

        test("text of 10,000 characters with quotes, emoji and newlines is kept") {
            val text = "'\";%\$(rm)\n😀".repeat(1_000)
            Params.of("x" to text).string("x") shouldBe text
        }

        test("a name given twice is refused") {
            shouldThrow<ConfigurationError> { Params.of("x" to 1, "x" to 2) }.message!! shouldContain "given twice"
        }
    })
