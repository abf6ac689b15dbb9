package mydriver.staging

import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.core.test.TestScope
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.collections.shouldHaveSize
import io.kotest.matchers.ranges.shouldBeIn
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import java.nio.file.Path
import java.nio.file.attribute.PosixFilePermissions.fromString
import kotlin.io.path.createDirectories
import kotlin.io.path.exists
import kotlin.io.path.readLines
import kotlin.io.path.readText
import kotlin.io.path.setPosixFilePermissions
import kotlin.io.path.writeText
import kotlin.random.Random
import kotlin.time.Duration
import kotlin.time.Duration.Companion.seconds
import mydriver.process.Processes
import mydriver.testing.onPath
import mydriver.testing.requireOrSkip

/** With a program in the place of ssh that runs what it is given on this machine, after failing as often as told. */
class TransportSpec :
    FunSpec({
        fun TestScope.line(failures: Int = 0, code: Int = 255): Line {
            requireOrSkip("rsync") { onPath("rsync") }
            return Line(tempdir().toPath(), failures, code)
        }

        test("files get there, with odd names, times, links and modes") {
            val line = line()
            val from = line.folder.resolve("from it's \$HOME").createDirectories()
            from.resolve("a\nb *?").writeText("x")
            from.resolve("run").apply { writeText("y") }.setPosixFilePermissions(fromString("rwx------"))
            line.transport.copy(emptyList(), FolderAddress.local(from), line.far("to\$(touch evil) 'x'"))
            val there = line.folder.resolve("to\$(touch evil) 'x'")
            there.resolve("a\nb *?").readText() shouldBe "x"
            there.resolve("run").toFile().canExecute() shouldBe true
            line.folder.resolve("evil").exists() shouldBe false
        }

        test("a command gets its words as they are") {
            val words = arrayOf("a b", "it's", "\$HOME", "x\ny", "")
            val line = line()
            line.transport.shell(line.far("it's"), "printf '%s|' \"$@\"", *words) shouldBe
                "${line.folder}/it's|a b|it's|\$HOME|x\ny||"
        }

        test("what fails is tried again after pauses that grow and differ") {
            val line = line(failures = Transport.TRIES - 1)
            line.transport.shell(line.far("x"), "echo done") shouldBe "done\n"
            line.pauses shouldHaveSize Transport.TRIES - 1
            listOf(3, 9, 27, 81).forEachIndexed { i, most ->
                line.pauses[i] shouldBeIn (most.seconds / 2)..most.seconds
            }
        }

        test("it is not tried for ever, and the error tells the command and what it said") {
            val line = line(failures = 100)
            val error = shouldThrow<CopyError> { line.transport.shell(line.far("x"), "echo done") }
            error.message shouldContain "no route"
            error.message shouldContain "exited with 255"
            line.tries() shouldBe Transport.TRIES
        }

        test("what no further try can mend is not tried again") {
            val line = line(failures = 100, code = 127)
            shouldThrow<CopyError> { line.transport.shell(line.far("x"), "echo done") }
            line.tries() shouldBe 1
            line.pauses.shouldBeEmpty()
        }

        test("nothing is tried again in a hurry") {
            val line = line(failures = 100)
            line.transport.hurry()
            shouldThrow<CopyError> { line.transport.shell(line.far("x"), "echo done") }
            line.tries() shouldBe 1
        }

        test("a command that ends with another code than 0 is told") {
            val line = line()
            shouldThrow<CopyError> { line.transport.shell(line.far("x"), "echo what it said; exit 3") }
                .message shouldContain "what it said"
        }
    })

private class Line(val folder: Path, failures: Int, code: Int) {
    private val log = folder.resolve("tries.log")
    private val ssh = folder.resolve("ssh.sh")
    val pauses = ArrayList<Duration>()
    val transport: Transport

    init {
        ssh.writeText(
            """
            #!/bin/sh
            echo try >>"$log"
            [ "$(wc -l <"$log")" -gt $failures ] || { echo no route >&2; exit $code; }
            while [ "$1" != host ]; do shift; done
            shift
            exec sh -c "$*"
            """
                .trimIndent()
        )
        val variables = mapOf("PATH" to System.getenv("PATH"), Transport.SSH_VARIABLE to "sh $ssh")
        transport =
            Transport(Processes(variables), Random(1)) { hurried, time ->
                pauses += time
                hurried.count > 0
            }
    }

    fun far(name: String) = FolderAddress("$folder/$name", "host")

    fun tries(): Int = log.readLines().size
}
