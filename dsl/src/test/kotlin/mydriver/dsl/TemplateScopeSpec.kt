package mydriver.dsl

import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.datatest.withTests
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import kotlin.io.path.Path
import mydriver.model.ConfigurationError
import mydriver.model.Experiment

data class Width(val width: Int, val shape: Shape = Shape.FLAT)

data class Trialled(val trial: Int)

class TemplateScopeSpec :
    FunSpec({
        fun declared(block: ExperimentBuilder<Width>.() -> Unit): Experiment<Width> =
            buildExperiment("width", Width::class.java, null, block)

        test("a template has a source, a target, a file of params, and values worked out from the point") {
            val template = declared {
                template("a.j2" to "b/a.yaml") { p ->
                    value("hidden", 4 * p.width)
                    value("all", listOf(p.shape, 0.1f, null, Path("x"), mapOf(1 to intArrayOf(2))))
                }
            }
                .templates
                .single()
            listOf(template.source, template.target, template.params) shouldBe
                listOf("a.j2", "b/a.yaml", "b/a.yaml.params.yaml")
            template.valuesOf(Width(3, Shape.ROUND)) shouldBe
                mapOf("hidden" to 12L, "all" to listOf("ROUND", 0.1, null, "x", mapOf("1" to listOf(2L))))
        }

        context("a value that no template can have is refused, with the way out") {
            withTests<Pair<String, Any?>>(
                nameFn = { it.first },
                "a-b" to 1,
                "trial" to 1,
                "1a" to 1,
                "fine" to Thread.currentThread(),
            ) { (name, value) ->
                val template = declared { template("a" to "b") { value(name, value) } }.templates.single()
                shouldThrow<ConfigurationError> { template.valuesOf(Width(1)) }.message shouldContain
                    "value(\"$name\", …)"
            }
        }

        test("a block that throws is a fault of the script") {
            val template = declared { template("a" to "b") { error("ouch") } }.templates.single()
            shouldThrow<ConfigurationError> { template.valuesOf(Width(1)) }.message shouldContain "ouch"
        }

        context("a file outside the attempt's folder, or where something else is, is refused") {
            withTests(
                nameFn = { "\"$it\"" },
                "",
                "/etc/passwd",
                "../a",
                "a/../../b",
                "metrics.json",
                "./metrics.json",
                "a\u0000",
            ) { target ->
                shouldThrow<ConfigurationError> { declared { template("a" to target) } }
            }
        }

        test("two files of one name, and a param called trial, are refused") {
            shouldThrow<ConfigurationError> {
                    declared {
                        template("a" to "b")
                        template("c" to "./b")
                    }
                }
                .message shouldContain "2 files would be called b;"
            shouldThrow<ConfigurationError> {
                    buildExperiment("t", Trialled::class.java, null) { template("a" to "b") }
                }
                .message shouldContain "\"trial\" is the trial itself"
            buildExperiment("t", Trialled::class.java, null) {}.templates shouldBe emptyList()
        }
    })
