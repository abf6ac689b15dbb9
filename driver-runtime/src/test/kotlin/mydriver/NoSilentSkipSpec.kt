package mydriver

import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.datatest.withTests
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.shouldBe
import mydriver.testing.Source
import mydriver.testing.sources

/** Every way in which Kotest or JUnit leaves a test out without a word. */
private val silentSkip =
    Regex(
        listOf(
                """\bx(test|context|describe|it|should|given|expect|feature|scenario)\(""",
                """\b(test|context)\("[!]""",
                """\b(test|context)\("f[:]""",
                """\benabled(If|OrReasonIf)?\s*=""",
                """@(Ignored|Disabled|EnabledIf|DisabledIf|Tags?|RequiresTag)\b""",
                """\bTestAborted[E]xception\(""",
                """\b(assumeTrue|assumeFalse|assumingThat)\(""",
            )
            .joinToString("|")
    )

class NoSilentSkipSpec :
    FunSpec({
        val tests = sources.filter { it.isTest && !it.isScript }

        test("no test is left out without a word") {
            withClue("say requireOrSkip(\"…\") { … } instead") {
                tests
                    .filter { it.fileName != "requireOrSkip.kt" }
                    .flatMap { source -> source.lines.filter(::leavesOut).map { "${source.path}: ${it.trim()}" } }
                    .shouldBeEmpty()
            }
        }

        test("every spec has the name by which the build finds it") {
            tests.filter(::isSpec).filter { !it.fileName.endsWith("Spec.kt") }.map { it.path }.shouldBeEmpty()
        }

        context("a silent skip is recognised") {
            withTests("xtest(\"a\") {", "test(\"!a\") {", "test(\"a\").config(enabled = false) {", "@Ignored") {
                leavesOut(it) shouldBe true
            }
        }

        test("an ordinary test is no silent skip") { leavesOut("test(\"no trial is left out\") {") shouldBe false }

        test("a spec is recognised") { isSpec(Source("A.kt", listOf("class A :", "    FunSpec({"))) shouldBe true }
    })

private fun leavesOut(line: String) =
    silentSkip.containsMatchIn(line) && "silent skip" !in line && "withTests(" !in line

private fun isSpec(source: Source): Boolean {
    val text = source.lines.joinToString("\n")
    return Regex("""class \w+[^{]*:\s*(FunSpec|StringSpec|ShouldSpec|DescribeSpec|FreeSpec|BehaviorSpec)\(""")
        .containsMatchIn(text)
}
