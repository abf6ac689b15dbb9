package mydriver.template

import com.charleskorn.kaml.Yaml
import com.charleskorn.kaml.yamlMap
import io.kotest.core.spec.style.FunSpec
import io.kotest.datatest.withTests
import io.kotest.matchers.shouldBe
import io.kotest.property.Arb
import io.kotest.property.arbitrary.double
import io.kotest.property.arbitrary.string
import io.kotest.property.checkAll

class YamlSpec :
    FunSpec({
        context("a value is written so that YAML 1.1 and 1.2 read it alike") {
            withTests(
                nameFn = { it.second },
                1e-4 to "0.0001",
                1e-5 to "1.0e-5",
                1.5e20 to "1.5e+20",
                3.0 to "3.0",
                -0.0 to "-0.0",
                Double.NaN to ".nan",
                Double.NEGATIVE_INFINITY to "-.inf",
                "no" to "\"no\"",
                "1e3" to "\"1e3\"",
                "é\u0001" to "\"é\\u0001\"",
                emptyList<Any>() to "[]",
                emptyMap<String, Any>() to "{}",
                listOf(mapOf("a b" to null)) to "[{\"a b\": null}]",
            ) { (value, text) ->
                yaml(mapOf("k" to value)) shouldBe "k: $text\n"
            }
        }

        test("keys that YAML would take for something else are quoted") {
            yaml(mapOf("y" to 1L, "on" to 2L, "1" to 3L, "a: b" to 4L)) shouldBe
                "\"y\": 1\n\"on\": 2\n\"1\": 3\n\"a: b\": 4\n"
        }

        test("no params are an empty map") { yaml(emptyMap<String, Any>()) shouldBe "{}\n" }

        test("text and doubles come back as they were") {
            checkAll(Arb.string(0..30), Arb.double()) { text, number ->
                val plain = text.replace("\u0000", "")
                val read = Yaml.default.parseToYamlNode(yaml(mapOf("t" to plain, "d" to mapOf("n" to number)))).yamlMap
                read.getScalar("t")?.content shouldBe plain
                read.get<com.charleskorn.kaml.YamlMap>("d")?.getScalar("n")?.toDouble()?.toRawBits() shouldBe
                    number.toRawBits()
            }
        }
    })
