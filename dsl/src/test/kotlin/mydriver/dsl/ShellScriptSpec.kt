package mydriver.dsl

import io.kotest.assertions.throwables.shouldThrow
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.datatest.withData
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.property.Arb
import io.kotest.property.arbitrary.element
import io.kotest.property.arbitrary.list
import io.kotest.property.arbitrary.map
import io.kotest.property.checkAll
import java.nio.file.Files
import java.nio.file.Path
import java.nio.file.attribute.PosixFilePermissions
import java.time.LocalDateTime
import kotlin.io.path.Path
import kotlin.io.path.listDirectoryEntries
import kotlin.io.path.name
import kotlin.io.path.readText
import kotlin.io.path.writeText
import mydriver.model.ConfigurationError
import mydriver.model.Params

class ShellScriptSpec :
    FunSpec({
        val scratch = tempdir().toPath()
        val me = Provenance("billtubbs", LocalDateTime.of(2018, 10, 8, 10, 13, 59))

        /** A program that prints its words and is called as hostile as [name]. */
        fun printer(name: String): Path =
            scratch.resolve(name).apply {
                writeText("#!/bin/sh\nprintf '%s\\0' \"\$@\"\n")
                toFile().setExecutable(true)
            }

        fun ran(script: ShellScript, vararg shell: String = arrayOf("sh")): String {
            val file = scratch.resolve("script.sh")
            script.writeTo(file, replace = true)
            val process = ProcessBuilder(shell.toList() + "$file").directory(scratch.toFile()).redirectErrorStream(true)
            val started = process.start()
            val output = started.inputStream.readAllBytes().toString(Charsets.UTF_8)
            withClue("${script.text}\n$output") { started.waitFor() shouldBe 0 }
            return output
        }

        test("the parts come in order, one option a line") {
            val script =
                shellScript("python", "-u", "main.py") {
                    provenance(me)
                    header("LOGDIR='../logs/mnist/'")
                    header("mkdir -p \$LOGDIR")
                    before("OMP_NUM_THREADS=2")
                    params("model" to "LeNet", "layers" to listOf(64, 32), "none" to null, "lr" to 1e-7)
                    option("--seed=", 3)
                    flag("--fast", true)
                    flag("--slow", false)
                    argument("in.txt")
                    end("| tee \$LOGDIR/log.out")
                    footer("echo done")
                }
            script.text shouldBe
                """
                #!/bin/sh

                # This script was automatically generated
                # user: billtubbs
                # date: 2018-10-08 10:13

                LOGDIR='../logs/mnist/'
                mkdir -p ${'$'}LOGDIR

                OMP_NUM_THREADS=2 \
                python -u main.py \
                    --model LeNet \
                    --layers 64 32 \
                    --lr 1e-7 \
                    '--seed=3' \
                    --fast \
                    in.txt \
                    | tee ${'$'}LOGDIR/log.out

                echo done

                """
                    .trimIndent()
            script.toString() shouldBe script.text
        }

        test("a program alone") {
            shellScript("date") { provenance(me) }.text.lines().drop(6) shouldContainExactly listOf("date", "")
        }

        test("any names and values reach the program byte for byte, also through its own name") {
            val pieces =
                Arb.element("'", "\"", "\\", "$(id)", "`", "\n", "\\\n", ";", "&", "|", " ", "*", "🎲", "#", "a")
            val texts = Arb.list(pieces, 0..8).map { it.joinToString("") }
            val program = printer("it's a \$(program)\n;")
            checkAll(60, Arb.list(texts, 1..6)) { values ->
                val params = values.withIndex().associate { (i, value) -> "$i$value" to value }
                val script =
                    shellScript("$program") {
                        provenance(me)
                        params(params)
                        argument(values)
                    }
                ran(script).split('\u0000').dropLast(1) shouldBe
                    params.flatMap { (name, value) -> listOf("--$name", value) } + values
            }
        }

        context("a program whose name the shell knows as something else is a program all the same") {
            withData("if", "done", "while", "time", "a=b", "~") { name ->
                printer(name)
                val script =
                    shellScript(name, "x") {
                        provenance(me)
                        header("PATH=\$PWD")
                    }
                ran(script, "/bin/sh") shouldBe "x\u0000"
            }
        }

        test("a user's name does not get out of the comment") {
            val hostile = Provenance("eve\nprintf pwned", me.time)
            val script = shellScript("true") { provenance(hostile) }
            script.text shouldContain "# user: eve?printf pwned\n"
            ran(script) shouldBe ""
        }

        test("values of trials are words too") {
            val script =
                shellScript("echo") {
                    provenance(me)
                    params(Params.of("lr" to 0.001, "n" to 3, "on" to true, "text" to "a b"))
                }
            ran(script) shouldBe "--lr 0.001 --n 3 --on true --text a b\n"
        }

        test("what no program and no shell can be given is refused") {
            for (wrong in
                listOf<ShellScriptScope.() -> Unit>(
                    { params("a" to "\u0000") },
                    { params("a\u0000" to 1) },
                    { params("a" to Any()) },
                    { option("--a", "\uD83D") },
                    { header("a\u0000") },
                    { end("\u0000") },
                )) shouldThrow<ConfigurationError> { shellScript("true", block = wrong) }
            shouldThrow<ConfigurationError> { shellScript() }
            shouldThrow<ConfigurationError> { shellScript("") }
        }

        test("without a host somebody must say who made it") {
            shouldThrow<ConfigurationError> { shellScript("true") }.message shouldContain "provenance("
        }

        test("a file is executable for whoever may read it, whole, and not replaced unless that is said") {
            val script = shellScript("true") { provenance(me) }
            val file = scratch.resolve("new.sh")
            script.writeTo(file)
            val mode = Files.getPosixFilePermissions(file)
            PosixFilePermissions.toString(mode).filterIndexed { i, _ -> i % 3 == 0 } shouldBe
                PosixFilePermissions.toString(mode).filterIndexed { i, _ -> i % 3 == 2 }.replace('x', 'r')
            shouldThrow<ConfigurationError> { script.writeTo(file) }.message shouldContain "is left alone"
            file.writeText("old")
            script.writeTo(file, replace = true)
            file.readText() shouldBe script.text
            shouldThrow<ConfigurationError> { script.writeTo(scratch.resolve("nowhere/new.sh")) }
            scratch.listDirectoryEntries("*.part").map { it.name } shouldBe listOf()
            Path("new.sh").toFile().exists() shouldBe false
        }
    })
