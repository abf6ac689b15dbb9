package mydriver.job

import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.maps.shouldContainExactly
import io.kotest.matchers.string.shouldContain

class MetricsSpec :
    FunSpec({
        test("numbers, booleans and text are kept, all others refused by name") {
            Metrics.of(mapOf("i" to 1, "f" to 0.5f, "nan" to Double.NaN, "flag" to true, "text" to "é"))
                .values() shouldContainExactly
                mapOf("i" to 1L, "f" to 0.5, "nan" to Double.NaN, "flag" to 1L, "text" to "é")
            shouldThrow<IllegalArgumentException> { Metrics.of(mapOf("x" to listOf(1))) }.message!! shouldContain
                "metric \"x\" is a"
        }

        test("a name that cannot be stored is refused") {
            for (name in listOf("", "x".repeat(1_001), "a\u0000", "\udc00", 7)) {
                shouldThrow<IllegalArgumentException> { Metrics.of(mapOf(name to 1.0)) }
            }
        }
    })
