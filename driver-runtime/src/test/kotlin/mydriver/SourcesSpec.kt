package mydriver

import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.collections.shouldNotBeEmpty
import io.kotest.matchers.ints.shouldBeLessThanOrEqual
import io.kotest.matchers.shouldBe
import mydriver.testing.Source
import mydriver.testing.sources

private const val MOST_LINES = 300
private const val MOST_LINES_IN_THE_MEDIAN = 70
private val emptyName = Regex("""(Util|Utils|Manager|Helper|Impl|Base)(Spec)?\.(kt|java)$|^(utils?|helpers?)\.kt$""")
private val unfinished = Regex("""\b(TO[D]O|FIX[M]E|XX[X])\b""")

class SourcesSpec :
    FunSpec({
        test("the sources are found") { sources.map { it.path }.shouldNotBeEmpty() }

        test("no file is longer than $MOST_LINES lines") {
            sources.filter { it.lines.size > MOST_LINES }.map { "${it.path}: ${it.lines.size}" }.shouldBeEmpty()
        }

        test("files stay small in the median") {
            val sizes = sources.filter { !it.isTest && !it.isScript }.map { it.lines.size }.sorted()
            sizes[sizes.size / 2] shouldBeLessThanOrEqual MOST_LINES_IN_THE_MEDIAN
        }

        test("a name says what a file is about") {
            withClue("name these for what they do") {
                sources.filter(::isNamedForNothing).map { it.path }.shouldBeEmpty()
            }
        }

        test("nothing is left unfinished") {
            sources
                .flatMap { source -> source.lines.filter(unfinished::containsMatchIn).map { "${source.path}: $it" } }
                .shouldBeEmpty()
        }

        test("a name for nothing is recognised") {
            isNamedForNothing(Source("a/StringUtils.kt", listOf())) shouldBe true
            isNamedForNothing(Source("a/Baseline.kt", listOf())) shouldBe false
        }
    })

private fun isNamedForNothing(source: Source) = emptyName.containsMatchIn(source.fileName)
