package mydriver.documents

import io.kotest.core.spec.style.FunSpec
import io.kotest.datatest.withTests
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.shouldBe

class AlikeSpec :
    FunSpec({
        context("what a page says matches what is printed") {
            withTests(
                "new 3" to "new 3",
                "done in … s" to "done in 1.25 s",
                "first\n…\nlast" to "first\nlast",
                "first\n…\nlast" to "first\n2\n3\nlast",
                "…" to "",
                "a (b)* …" to "a (b)* c",
                "trailing" to "trailing  ",
            ) { (expected, actual) ->
                alike(expected.lines(), actual.lines()) shouldBe true
            }
        }

        context("what a page says does not match something else") {
            withTests(
                "new 3" to "new 30",
                "new 3" to "new 3\nnew 3",
                "first\n…\nlast" to "first\nlast\nafter",
                "done in … s" to "done in\n1 s",
                "a.c" to "abc",
            ) { (expected, actual) ->
                alike(expected.lines(), actual.lines()) shouldBe false
            }
        }

        test("a transcript is taken apart into commands and what they print") {
            val block = Block(10, "console", null, listOf("$ echo a \\", ">   b", "a b", "$ true"))
            val steps = stepsOf(block)
            steps.map { it.command } shouldContainExactly listOf("echo a \\\n  b", "true")
            steps.map { it.expected } shouldContainExactly listOf(listOf("a b"), emptyList())
            steps.map { it.line } shouldContainExactly listOf(11, 14)
        }
    })
