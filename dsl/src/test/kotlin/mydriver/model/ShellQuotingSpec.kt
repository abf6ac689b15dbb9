package mydriver.model

import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.datatest.withData
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.property.Arb
import io.kotest.property.arbitrary.Codepoint
import io.kotest.property.arbitrary.az
import io.kotest.property.arbitrary.element
import io.kotest.property.arbitrary.list
import io.kotest.property.arbitrary.map
import io.kotest.property.arbitrary.merge
import io.kotest.property.arbitrary.string
import io.kotest.property.checkAll

class ShellQuotingSpec :
    FunSpec({
        val scratch = tempdir().toPath()

        fun wordsThatTheShellSees(words: List<String>): List<String> {
            val script = scratch.resolve("script.sh")
            script.toFile().writeText("printf '%s\\0' " + shellCommand(words) + "\n")
            val shell = ProcessBuilder("sh", script.toString()).start()
            val output = shell.inputStream.readAllBytes().toString(Charsets.UTF_8)
            shell.waitFor() shouldBe 0
            return output.split('\u0000').dropLast(1)
        }

        context("one awkward word goes through a real shell unchanged") {
            withData(
                nameFn = { word ->
                    word.take(20).map { if (it.isLetterOrDigit()) "$it" else "U+%04X".format(it.code) }.toString()
                },
                "'",
                "\"",
                "''",
                "it's",
                ";",
                "%s",
                "$(touch x)",
                "`id`",
                "\$HOME",
                "\n",
                "a\nb\n",
                "\\",
                "\\'",
                "*",
                "~",
                "",
                " ",
                "\t",
                "!",
                "#c",
                "-n",
                "a=b",
                "{a,b}",
                "naïve 🎲",
                "\u0001\u007f",
                "x".repeat(10_000),
            ) {
                wordsThatTheShellSees(listOf(it)) shouldBe listOf(it)
            }
        }

        test("any list of words goes through a real shell unchanged") {
            val pieces =
                Arb.element(
                    "'",
                    "\"",
                    "\\",
                    "$(",
                    ")",
                    "`",
                    "\n",
                    ";",
                    "&",
                    "|",
                    "<",
                    " ",
                    "*",
                    "🎲",
                    "é",
                    "#",
                    "~",
                    "a",
                )
            val words = Arb.list(pieces, 0..12).map { it.joinToString("") }.merge(Arb.string(0..8, Codepoint.az()))
            checkAll(60, Arb.list(words, 1..8)) { wordsThatTheShellSees(it) shouldBe it }
        }

        test("plain words stay readable") {
            shellCommand(listOf("worker", "--drain", "/a/b.exp.kts", "x=1")) shouldBe
                "worker --drain /a/b.exp.kts 'x=1'"
        }

        context("what no argument can hold is refused") {
            withData(nameFn = { "U+%04X".format(it.last().code) }, "a\u0000", "a\uD83D") {
                shouldThrow<IllegalArgumentException> { shellQuoted(it) }.message shouldContain
                    "no argument of a program can hold"
            }
        }
    })
