package mydriver.template.jinja

import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.shouldBe
import java.util.concurrent.TimeUnit
import kotlin.io.path.readText
import kotlin.io.path.writeText
import mydriver.testing.requireOrSkip

/** Renders each template of the table with Jinja2 itself. */
class JinjaContractSpec :
    FunSpec({
        test("Jinja2 says the same of every template in the table") {
            val folder = tempdir().toPath()
            val output = folder.resolve("output")
            fun python(vararg words: String): Int {
                val process =
                    ProcessBuilder("python3", *words).redirectErrorStream(true).redirectOutput(output.toFile()).start()
                check(process.waitFor(60, TimeUnit.SECONDS)) { "python3 ends within a minute" }
                return process.exitValue()
            }
            requireOrSkip("python3 with jinja2") { runCatching { python("-c", "import jinja2") }.getOrDefault(1) == 0 }

            val script = folder.resolve("render.py").apply { writeText(PROGRAM) }
            val list = folder.resolve("templates.json").apply { writeText(json(samples.map { it.template }, null)) }
            val values = folder.resolve("values.txt").apply { writeText(repr(sampleValues)) }
            withClue({ output.readText() }) {
                python("$script", "$list", "$values", "$sampleLibrary", "${folder.resolve("results")}") shouldBe 0
            }
            val results = folder.resolve("results").readText().split("\u0000")
            samples.zip(results) { sample, result ->
                withClue(sample.template) { result shouldBe (sample.result?.let { "= $it" } ?: "!") }
            }
        }
    })

private val PROGRAM =
    """
    import ast, jinja2, json, sys
    templates, values, library, results = sys.argv[1:]
    loader = jinja2.FileSystemLoader(library)
    environment = jinja2.Environment(undefined=jinja2.StrictUndefined, keep_trailing_newline=True, loader=loader)
    values = ast.literal_eval(open(values).read())
    def render(template):
        try:
            return "= " + environment.from_string(template).render(**values)
        except Exception:
            return "!"
    with open(results, "w") as file:
        file.write("\0".join(render(template) for template in json.load(open(templates))))
    """
        .trimIndent()
