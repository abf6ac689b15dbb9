package mydriver.command.jobs

import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.datatest.withData
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.property.Arb
import io.kotest.property.arbitrary.filter
import io.kotest.property.arbitrary.list
import io.kotest.property.arbitrary.string
import io.kotest.property.checkAll
import mydriver.model.shellCommand
import mydriver.model.textFault

/** Command lines and the words in them. */
class ShellWordsSpec :
    FunSpec({
        test("what is quoted for a shell is taken apart into the same words") {
            val words = Arb.string(0..20).filter { textFault("", it) == null }
            checkAll(500, Arb.list(words, 1..6)) { argv -> shellWords(shellCommand(argv)) shouldBe argv }
        }

        context("words as a POSIX shell has them") {
            withData(
                nameFn = { "<${it.first}>" },
                "python main.py --lr 0.1" to listOf("python", "main.py", "--lr", "0.1"),
                "  a\t b\nc " to listOf("a", "b", "c"),
                "'' \"\"" to listOf("", ""),
                "a'b c'\"d e\"f" to listOf("ab cd ef"),
                "it\\'s 'it'\\''s'" to listOf("it's", "it's"),
                "a\\ b \"\\\"\\\\\\$\\`\\n\"" to listOf("a b", "\"\\$`\\n"),
                "--a=b {x} a~b a#b !" to listOf("--a=b", "{x}", "a~b", "a#b", "!"),
                "'\$HOME' '*' '|'" to listOf("\$HOME", "*", "|"),
                "" to listOf(),
            ) { (line, expected) ->
                shellWords(line) shouldBe expected
            }
        }

        context("what only a shell could do is refused") {
            withData(
                "echo \$HOME",
                "a | b",
                "a > b",
                "a; b",
                "a &",
                "ls *.py",
                "~/a",
                "# a",
                "\"\$a\"",
                "`a`",
                "(a)",
            ) { line ->
                shouldThrow<IllegalArgumentException> { shellWords(line) }.message.orEmpty() shouldContain "sh -c"
            }
        }

        context("or stands for itself, for a person who types words") {
            withData(
                nameFn = { "<${it.first}>" },
                "\$(x) ; *" to listOf("\$(x)", ";", "*"),
                "~ #1 \"\$a `b`\"" to listOf("~", "#1", "\$a `b`"),
                "  a\t'b c' \\\$" to listOf("a", "b c", "\$"),
                "\"C:\\dir\"" to listOf("C:\\dir"),
            ) { (line, expected) ->
                shellWords(line, literal = true) shouldBe expected
            }
        }

        context("what is never closed is refused") {
            withData("'a", "\"a", "a\\", "\"a\\\"") { line ->
                for (literal in listOf(false, true)) shouldThrow<IllegalArgumentException> { shellWords(line, literal) }
            }
        }
    })
