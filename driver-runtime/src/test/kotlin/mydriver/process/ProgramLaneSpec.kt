package mydriver.process

import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.datatest.withData
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.nulls.shouldNotBeNull
import io.kotest.matchers.shouldBe
import io.kotest.matchers.shouldNotBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldStartWith
import io.kotest.property.Arb
import io.kotest.property.arbitrary.filter
import io.kotest.property.arbitrary.list
import io.kotest.property.arbitrary.map
import io.kotest.property.arbitrary.string
import io.kotest.property.checkAll
import java.nio.file.Files
import java.nio.file.Path
import kotlin.io.path.createDirectories
import kotlin.io.path.deleteExisting
import kotlin.io.path.exists
import kotlin.io.path.fileSize
import kotlin.io.path.readBytes
import kotlin.io.path.readText
import kotlin.io.path.writeText
import kotlin.time.Duration.Companion.milliseconds
import kotlin.time.Duration.Companion.minutes
import kotlin.time.Duration.Companion.seconds

class ProgramLaneSpec :
    FunSpec({
        val scratch = tempdir().toPath()
        val processes = Processes(mapOf("PATH" to System.getenv("PATH"), "GREETING" to "hello"))
        val lane = processes.lane()
        val out = scratch.resolve("out")
        val err = scratch.resolve("err")

        afterSpec { lane.close() }

        fun spec(vararg argv: String, directory: Path = scratch, environment: Map<String, String> = emptyMap()) =
            SpawnSpec(argv.toList(), directory, out, err, environment)

        fun run(spec: SpawnSpec): ExitStatus {
            listOf(out, err).forEach { Files.deleteIfExists(it) }
            lane.start(spec)
            return lane.await(5.minutes).shouldNotBeNull()
        }

        fun sh(script: String) = run(spec("sh", "-c", script))

        test("streams are files, input is empty, and the variables are there") {
            sh("printf '\\377\\000x'; cat; echo \"\$GREETING\" >&2; exit 7") shouldBe ExitStatus(7)
            out.readBytes() shouldBe byteArrayOf(-1, 0, 'x'.code.toByte())
            err.readText() shouldBe "hello\n"
        }

        test("programs follow each other in one group, whose leader is known before") {
            val leader = lane.leader()
            repeat(3) {
                sh("read -r stat </proc/self/stat; echo \"\$stat\"")
                out.readText().substringAfterLast(") ").split(' ')[2] shouldBe "${leader.pid}"
            }
            lane.leader() shouldBe leader
        }

        context("how a program ended is told") {
            withData(
                nameFn = { it.first },
                "exit 0" to ExitStatus(0),
                "exit 255" to ExitStatus(255),
                "kill -s SEGV \$\$" to ExitStatus(139),
                "kill -s INT \$\$" to ExitStatus(130),
                "kill -s KILL \$\$" to ExitStatus(137),
                "kill -s KILL 0" to ExitStatus(137),
                "trap 'exit 3' TERM; kill -s TERM 0; exit 4" to ExitStatus(3),
            ) { (script, status) ->
                sh(script) shouldBe status
                sh("exit 5") shouldBe ExitStatus(5)
            }
        }

        test("any argument and any value of a variable arrives byte for byte") {
            val texts =
                Arb.string(0..30)
                    .filter { Charsets.UTF_8.newEncoder().canEncode(it) }
                    .map { it.replace("\u0000", "\n") }
            checkAll(60, Arb.list(texts, 1..5)) { words ->
                val variables = mapOf("VALUE" to words.first(), "UID" to words.last())
                val argv = arrayOf("sh", "-c", "env -0 | grep -zE '^(VALUE|UID)='; printf '%s\\0' \"\$@\"", "sh")
                // A shell of some kinds sets its own UID, so the program that prints is not one.
                run(spec(*argv, *words.toTypedArray(), environment = variables)) shouldBe ExitStatus(0)
                val lines = out.readText().split('\u0000').dropLast(1)
                lines.takeLast(words.size) shouldBe words
                lines.dropLast(words.size).toSet() shouldBe variables.map { "${it.key}=${it.value}" }.toSet()
            }
        }

        test("a program with a long line of arguments runs") {
            val words = Array(5_000) { "word $it ".repeat(10) }
            run(spec("sh", "-c", "echo \$#", "sh", *words)) shouldBe ExitStatus(0)
            out.readText() shouldBe "5000\n"
        }

        test("an argument that is longer than the system takes fails the program and not the lane") {
            run(spec("echo", "x".repeat(3_000_000))).success shouldBe false
            err.readText() shouldContain "too long"
            sh("exit 0") shouldBe ExitStatus(0)
        }

        test("signals reach the program and leave the lane as it was") {
            val leader = lane.leader()
            lane.start(spec("sh", "-c", "trap 'exit 9' USR1; touch up; while :; do sleep 0.01; done"))
            while (!scratch.resolve("up").exists()) lane.await(1.milliseconds).shouldBeNull()
            lane.signal("USR1")
            lane.await(20.seconds) shouldBe ExitStatus(9)
            lane.leader() shouldBe leader
        }

        test("a program that is killed ends with its children, and the next one runs") {
            lane.start(
                spec("sh", "-c", "sleep 600 & echo \$! >child; setsid sleep 600 & echo \$! >daemon; touch full; wait")
            )
            while (!scratch.resolve("full").exists()) lane.await(1.milliseconds).shouldBeNull()
            val left = listOf("child", "daemon").map { scratch.resolve(it).readText().trim().toLong() }
            lane.kill()
            lane.await(20.seconds)?.signal shouldBe 9
            left.mapNotNull { ProcessIdentity.of(it) }.forEach { awaitEnd(it) }
            sh("exit 0") shouldBe ExitStatus(0)
        }

        context("what a program leaves behind is ended") {
            withData(
                nameFn = { it.first },
                "a child" to "sleep 600 & echo \$!",
                "a child without the variables" to "env -i sleep 600 & echo \$!",
                "a daemon" to
                    "setsid sh -c 'echo \$\$; exec sleep 600' & while ! [ -s \"\$OUT\" ]; do sleep 0.01; done",
                "a child of a daemon" to
                    "setsid sh -c 'sleep 600 & echo \$!; exit' & while ! [ -s \"\$OUT\" ]; do sleep 0.01; done",
            ) { (_, script) ->
                run(spec("sh", "-c", script, environment = mapOf("OUT" to "$out"))) shouldBe ExitStatus(0)
                val left = ProcessIdentity.of(out.readText().trim().toLong()).shouldNotBeNull()
                lane.endLeftovers() shouldBe true
                awaitEnd(left)
                sh("exit 0") shouldBe ExitStatus(0)
                lane.endLeftovers() shouldBe false
            }
        }

        test("gigabytes of output cost no memory of ours") {
            sh("head -c 1000000000 /dev/zero") shouldBe ExitStatus(0)
            out.fileSize() shouldBe 1_000_000_000L
            out.deleteExisting()
        }

        context("what cannot start is told before") {
            val folder = scratch.resolve("folder").createDirectories()
            folder.resolve("train.sh").writeText("echo hi\n")
            withData(
                nameFn = { it.second },
                spec("no-such-program") to "there is no program \"no-such-program\" on PATH",
                spec("train.sh", directory = folder) to "there is no program \"train.sh\" on PATH",
                spec("./train.sh", directory = folder) to
                    "$folder/./train.sh is not executable; make it so with chmod +x",
                spec("./gone.sh", directory = folder) to "there is no program $folder/./gone.sh",
                spec("sh", directory = folder.resolve("gone")) to "its working directory $folder/gone does not exist",
                spec("sh", environment = mapOf("PATH" to "$folder")) to "there is no program \"sh\" on PATH ($folder)",
            ) { (spec, fault) ->
                lane.fault(spec).shouldNotBeNull() shouldStartWith fault
            }
            test("and of what can start, nothing") { lane.fault(spec("sh")).shouldBeNull() }
        }

        test("a lane whose shell ends says what it said") {
            val own = processes.lane()
            own.start(spec("sh", "-c", "sleep 600").copy(argv = listOf("sh", "-c", "kill -s HUP 0; exit 3")))
            own.await(20.seconds).shouldNotBeNull()
            own.close()
            shouldThrow<IllegalStateException> { own.await(1.seconds) }
        }

        test("without setsid there is perl for the groups") {
            val bin = scratch.resolve("bin").createDirectories()
            for (name in listOf("sh", "perl", "sleep", "grep")) {
                Files.createSymbolicLink(bin.resolve(name), processes.find(name).shouldNotBeNull())
            }
            val poor = Processes(mapOf("PATH" to "$bin"))
            val child =
                poor.spawn(spec("sh", "-c", "sleep 600 & echo \$!; wait").copy(stdout = scratch.resolve("perl")))
            while (!scratch.resolve("perl").readText().endsWith("\n")) child.isAlive shouldBe true
            ProcessIdentity.group(child.identity.pid) shouldBe child.identity.pid
            child.kill()
            child.exit.join().signal shouldBe 9
            ProcessIdentity.of(scratch.resolve("perl").readText().trim().toLong())?.let { awaitEnd(it) }
            lane.leader() shouldNotBe child.identity
        }
    })
