package mydriver.command

import io.kotest.assertions.withClue
import io.kotest.matchers.shouldBe
import mydriver.model.Params
import mydriver.script.ExperimentScript

/** Names of params and metrics that are in the way of SQL, JSON, HTML, CSV, paths, shells or terminals. */
internal val AWKWARD_NAMES =
    listOf(
        "a.b",
        "it's",
        "say \"x\"",
        "LR",
        "lr",
        "größe",
        "🙂 x",
        "select",
        "order by",
        "<b>&amp;</b>",
        "</script><script>alert(1)</script>",
        "line\nbreak",
        "tab\tx",
        "../../etc/passwd",
        "a/b\\c",
        "100%_",
        "params.lr",
        "metrics.lr",
        "trial.id",
        "id",
        "status",
        "first",
        "trials",
        "best",
        " ",
        "-x",
        "x=y",
        "; DROP TABLE t_trial; --",
        "$.x[0]",
        "?",
        "'",
        "\"",
        "a,b",
        "a,\"b\"=c",
        "\"lr\"",
        "=",
        "\u001b[31m",
        "x".repeat(90),
        "x".repeat(90) + "y",
    )

/** How [name] is typed among other names. */
internal fun quotedName(name: String): String = "\"${name.replace("\"", "\"\"")}\""

/** Types [words], which must succeed; returns what was printed. */
internal fun Desk.succeed(script: ScriptFile, vararg words: String): String {
    val ended = type(*words, script = script)
    withClue("${words.toList()}: ${ended.err}") { ended.code shouldBe 0 }
    return ended.out
}

private fun point(nth: Int) =
    Params.of(
        AWKWARD_NAMES.withIndex().associate { (i, name) -> name to (i + nth).toDouble() / 2 } + mapOf("run" to nth)
    )

/** Three points of two replicates, with such params, in which every trial reports such metrics twice. */
internal class Awkward : ExperimentScript(emptyArray()) {
    init {
        experiment<Params>("spec") {
            inProcess()
            replicates(2)
            grid { for (nth in 0..2) trial(point(nth)) }
            job { p ->
                directory
                AWKWARD_NAMES.forEachIndexed { i, name -> report(name, p.double(name) * 10 + i, 1) }
                AWKWARD_NAMES.forEachIndexed { i, name -> report(name, p.double(name) * 10 + i + seed % 2, 2) }
            }
        }
    }
}
