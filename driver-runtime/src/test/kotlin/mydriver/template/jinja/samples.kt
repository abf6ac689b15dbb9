package mydriver.template.jinja

import java.nio.file.Path
import kotlin.io.path.readText
import kotlin.io.path.toPath
import mydriver.template.TemplatesSpec

/** A template of the table in `jinja.txt`, and what it becomes: a result, or a fault. */
internal data class Sample(val template: String, val result: String?, val fault: String?)

/** What the templates of the table are rendered with. */
internal val sampleValues: Map<String, Any?> =
    linkedMapOf(
        "lr" to 1e-4,
        "big" to 1e20,
        "n" to 3L,
        "t" to true,
        "nul" to null,
        "s" to "a'b{{n}}",
        "abc" to "abc",
        "model" to linkedMapOf("layers" to 3L, "kind" to "mlp"),
        "x" to 0.30000000000000004,
        "names" to listOf("b", "A", "c"),
    )

/** The folder of templates that those of the table include. */
internal val sampleLibrary: Path = resource("library")

internal val samples: List<Sample> =
    resource("jinja.txt").readText().trim().split("\n\n").drop(1).map { entry ->
        val (template, outcome) = entry.split("\n")
        val said = outcome.drop(2).replace("\\n", "\n")
        val renders = outcome.startsWith("= ")
        Sample(template.replace("\\n", "\n"), said.takeIf { renders }, said.takeIf { !renders })
    }

private fun resource(name: String): Path =
    checkNotNull(TemplatesSpec::class.java.getResource(name)) { "the resource $name" }.toURI().toPath()
