package mydriver.process

import io.kotest.core.spec.style.FunSpec
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.comparables.shouldBeLessThan
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.nulls.shouldNotBeNull
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import java.nio.file.Files
import java.nio.file.Path
import kotlin.io.path.readBytes
import kotlin.io.path.readText
import kotlin.time.Duration
import kotlin.time.Duration.Companion.milliseconds
import kotlin.time.Duration.Companion.minutes
import kotlin.time.Duration.Companion.seconds
import kotlin.time.TimeSource

class ProcessesSpec :
    FunSpec({
        val scratch = tempdir().toPath()
        val processes = Processes(mapOf("PATH" to System.getenv("PATH"), "GREETING" to "hello"))

        fun spec(name: String, vararg argv: String, piped: Boolean = false): SpawnSpec =
            SpawnSpec(
                argv.toList(),
                scratch,
                scratch.resolve("$name.out"),
                scratch.resolve("$name.err"),
                mapOf("MORE" to "1"),
                piped,
            )

        context("run") {
            test("a command's output, errors and exit code come back") {
                val result = processes.run(listOf("sh", "-c", "echo out; echo err >&2; exit 3"), 10.seconds)
                result shouldBe CommandResult(listOf("sh", "-c", "echo out; echo err >&2; exit 3"), 3, "out\n", "err\n")
                result.describe() shouldBe "`sh -c 'echo out; echo err >&2; exit 3'` exited with 3:\nout\nerr"
            }

            test("more output than a pipe holds does not block the command") {
                processes
                    .run(listOf("sh", "-c", "head -c 300000 /dev/zero; head -c 300000 /dev/zero >&2"), 10.seconds)
                    .let {
                        it.success shouldBe true
                        it.output.length shouldBe 300_000
                        it.errors.length shouldBe 300_000
                    }
            }

            test("a program that is missing is a result that names it") {
                val result = processes.run(listOf("no-such-program"), 1.seconds)
                result.exitCode.shouldBeNull()
                result.describe() shouldContain "no-such-program"
            }

            test("a command that takes too long is ended, with what it started") {
                val start = TimeSource.Monotonic.markNow()
                val result = processes.run(listOf("sh", "-c", "sleep 60 & sleep 60"), 100.milliseconds)
                result.describe() shouldContain "did not finish:\nended after its time limit of 100ms"
                start.elapsedNow() shouldBeLessThan 30.seconds
            }

            test("it sees the environment that was handed in and nothing else") {
                val names =
                    processes.run(listOf("/usr/bin/env"), 5.seconds).output.lines().map { it.substringBefore('=') }
                (names.filter { it.isNotEmpty() } - setOf("PATH", "GREETING")).shouldBeEmpty()
            }
        }

        context("spawn") {
            test("streams are files from the first instruction on, byte for byte") {
                val child =
                    processes.spawn(
                        spec("plain", "sh", "-c", "printf '\\377\\000x'; echo \"\$GREETING \$MORE\" >&2; exit 7")
                    )
                child.awaitExit(10.seconds) shouldBe ExitStatus(7)
                scratch.resolve("plain.out").readBytes() shouldBe byteArrayOf(-1, 0, 'x'.code.toByte())
                scratch.resolve("plain.err").readText() shouldBe "hello 1\n"
            }

            test("a piped child talks through descriptors 3 and 4 while its standard streams stay its own") {
                val child =
                    processes.spawn(
                        spec(
                            "piped",
                            "sh",
                            "-c",
                            "read line <&3; echo \"got \$line\" >&4; echo mine; cat",
                            piped = true,
                        )
                    )
                child.output.write("frame\n".toByteArray())
                child.output.flush()
                child.input.bufferedReader().readLine() shouldBe "got frame"
                child.awaitExit(10.seconds) shouldBe ExitStatus(0)
                scratch.resolve("piped.out").readText() shouldBe "mine\n"
            }

            test("closing the pipe is the end of its input") {
                val child = processes.spawn(spec("eof", "sh", "-c", "cat <&3; exit 5", piped = true))
                child.output.close()
                child.awaitExit(10.seconds) shouldBe ExitStatus(5)
            }

            test("kill ends orphans of the group as well") {
                val script = "sleep 600 & echo \$! >&4; exec 4>&-; wait"
                val child = processes.spawn(spec("group", "sh", "-c", script, piped = true))
                val orphan = ProcessIdentity.of(child.input.bufferedReader().readLine().toLong()).shouldNotBeNull()
                child.kill()
                child.awaitExit(10.seconds)?.signal shouldBe 9
                awaitEnd(orphan)
            }

            test("end asks first") {
                val script = "trap 'exit 4' TERM; echo ready >&4; while :; do sleep 0.05; done"
                val child = processes.spawn(spec("grace", "sh", "-c", script, piped = true))
                child.input.bufferedReader().readLine() shouldBe "ready"
                child.end(10.seconds) shouldBe ExitStatus(4)
            }

            test("a child that still runs has no exit status yet") {
                val child = processes.spawn(spec("slow", "sleep", "600"))
                child.awaitExit(1.milliseconds).shouldBeNull()
                child.isAlive shouldBe true
                child.kill()
                child.exit.get().signal shouldBe 9
            }
        }

        context("identity") {
            test("this process is alive and equal to itself") {
                val self = ProcessIdentity.current()
                self.isAlive() shouldBe true
                ProcessIdentity.of(self.pid) shouldBe self
            }

            test("a later process with the same number is another one") {
                val self = ProcessIdentity.current()
                self.copy(startTime = self.startTime - 1).isAlive() shouldBe false
                self.copy(bootId = "another boot").isAlive() shouldBe false
            }

            test("there is none for a number that no process has") {
                ProcessIdentity.of(Long.MAX_VALUE).shouldBeNull()
            }
        }

        test("the bytes that a short command writes are read as they are, up to a bound, and only if it succeeds") {
            fun read(script: String, most: Int = 3, limit: Duration = 10.seconds) =
                processes.read(listOf("sh", "-c", script), limit, most)
            read("printf 'a\\377\\n'") shouldBe byteArrayOf(97, -1, 10)
            read("printf abcd").shouldBeNull()
            read("printf a; exit 1").shouldBeNull()
            read("yes").shouldBeNull()
            read("sleep 600", limit = 50.milliseconds).shouldBeNull()
            processes.read(listOf("/no/such/program"), 10.seconds, 3).shouldBeNull()
        }

        test("a program is found on the path, or not at all") {
            val found: Path = processes.find("sh").shouldNotBeNull()
            Files.isExecutable(found) shouldBe true
            processes.find("no-such-program").shouldBeNull()
        }
    })

/** Waits for a process that was told to end; the test's own time limit is the bound. */
internal fun awaitEnd(process: ProcessIdentity) {
    val limit = TimeSource.Monotonic.markNow() + 2.minutes
    while (process.isAlive()) {
        check(limit.hasNotPassedNow()) { "$process still runs" }
        Thread.onSpinWait()
    }
}
