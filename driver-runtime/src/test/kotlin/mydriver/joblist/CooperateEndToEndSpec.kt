package mydriver.joblist

import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.ints.shouldBeGreaterThan
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import java.io.File
import java.nio.file.Files
import java.nio.file.NoSuchFileException
import java.nio.file.Path
import java.util.concurrent.CountDownLatch
import java.util.concurrent.TimeUnit
import kotlin.concurrent.thread
import kotlin.io.path.createDirectories
import kotlin.io.path.fileSize
import kotlin.io.path.listDirectoryEntries
import kotlin.io.path.name
import kotlin.io.path.readText
import kotlin.io.path.writeText
import kotlin.random.Random
import kotlin.time.Duration.Companion.minutes
import kotlin.time.TimeSource
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.int
import kotlinx.serialization.json.jsonObject
import kotlinx.serialization.json.jsonPrimitive
import mydriver.host.Machine
import mydriver.host.awaitFile

private const val COMMANDS = 600
private const val WORKERS = 6
private val longest = 8.minutes

/** Looks at every file that workers share, all the time, and keeps what no reader should ever see. */
private class Onlooker(private val list: Path) : AutoCloseable {
    private val seen = HashSet<String>()
    private val over = CountDownLatch(1)
    private val looking = thread { while (over.count > 0) look() }
    val wrong = ArrayList<String>()
    var looks = 0
        private set

    private fun look() {
        looks++
        check(list, list.readText()) { Json.decodeFromString<List<List<String>>>(it).size == COMMANDS }
        val runs = list.resolveSibling("${list.name}.runs")
        if (!Files.isDirectory(runs)) return
        for (file in runs.listDirectoryEntries("*.{claim,end,worker}")) {
            // A sign of a worker is replaced and removed; the others never change.
            val text =
                try {
                    if (file.name.endsWith(".worker") || seen.add(file.name)) file.readText() else continue
                } catch (_: NoSuchFileException) {
                    continue
                }
            check(file, text) { Json.parseToJsonElement(it) is JsonObject }
        }
    }

    private fun check(file: Path, text: String, isRight: (String) -> Boolean) {
        val right = runCatching { isRight(text) }.getOrDefault(false)
        if (!right && wrong.size < 10) wrong += "${file.name}: $text"
    }

    override fun close() {
        over.countDown()
        looking.join()
    }
}

private fun claimed(list: Path): Int {
    val runs = list.resolveSibling("${list.name}.runs")
    return if (Files.isDirectory(runs)) runs.listDirectoryEntries("*.claim").size else 0
}

/** The real launcher and jar, many times. */
class CooperateEndToEndSpec :
    FunSpec({
        fun machine() =
            Machine(tempdir().toPath()).withSystem().withJava().apply {
                listOf("setsid", "grep", "kill", "env").forEach { name ->
                    val program = Path.of("/usr/bin", name)
                    if (Files.exists(program) && !Files.exists(system.resolve(name)))
                        Files.createSymbolicLink(system.resolve(name), program)
                }
            }

        fun start(machine: Machine, log: Path): Process {
            val builder = ProcessBuilder("${Machine.launcher}", "cooperate", "--run", "jobs.json")
            builder.environment().apply {
                clear()
                putAll(machine.environment)
            }
            return builder
                .directory(machine.folder.toFile())
                .redirectInput(File("/dev/null"))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start()
        }

        fun standing(machine: Machine): List<JsonObject> =
            machine
                .run(Machine.launcher, "cooperate", "--progress", "jobs.json", "--format", "jsonl")
                .also { withClue(it) { it.code shouldBe 0 } }
                .out
                .lines()
                .filter { it.isNotEmpty() }
                .map { Json.parseToJsonElement(it).jsonObject }

        test(
            "$WORKERS workers on $COMMANDS commands, killed and restarted at random, run each command once or say so"
        ) {
            val machine = machine()
            val runs = machine.folder.resolve("ran").createDirectories()
            val commands =
                List(COMMANDS) { listOf("sh", "-c", "echo begun >>ran/$it; sleep 0.0${it % 10}; echo ended >>ran/$it") }
            val list = machine.folder.resolve("jobs.json").apply { writeText(Json.encodeToString(commands)) }
            // The class-data archive is made once, and not by all of them.
            machine.run(Machine.launcher, "--version").code shouldBe 0
            val random = Random(4)
            val never = CountDownLatch(1)
            val logs = List(WORKERS) { machine.folder.resolve("worker-$it.log") }
            val workers = logs.map { start(machine, it) }.toMutableList()
            val logged = LongArray(WORKERS)
            val limit = TimeSource.Monotonic.markNow() + longest
            val turns = generateSequence { (0 until WORKERS).shuffled(random) }.flatten().iterator()
            val killed = HashSet<Int>()
            var kills = 0
            Onlooker(list).use { onlooker ->
                while (claimed(list) < COMMANDS) {
                    check(limit.hasNotPassedNow()) { "commands are left after $longest" }
                    // The pace of the killing, not a wait for anything.
                    never.await(random.nextLong(500, 2_500), TimeUnit.MILLISECONDS)
                    val i = turns.next()
                    // Some are killed before they have begun anything; on a slow machine the others need their time.
                    if (workers[i].isAlive && logs[i].fileSize() == logged[i] && random.nextInt(4) > 0) continue
                    if (workers[i].isAlive) {
                        killed += i
                        kills++
                    }
                    workers[i].destroyForcibly().waitFor()
                    logged[i] = logs[i].fileSize()
                    workers[i] = start(machine, logs[i])
                }
                workers.forEach { it.waitFor() }
                start(machine, logs[0]).waitFor() shouldBe 0
                withClue(onlooker.wrong) { onlooker.wrong.shouldBeEmpty() }
                onlooker.looks shouldBeGreaterThan 100
            }
            withClue("kills") { kills shouldBeGreaterThan 10 }
            killed shouldBe (0 until WORKERS).toSet()
            val states = standing(machine)
            states.size shouldBe COMMANDS
            for (state in states) {
                val i = state.getValue("number").jsonPrimitive.int - 1
                val lines = runs.resolve("$i").takeIf { Files.exists(it) }?.readText().orEmpty().lines().dropLast(1)
                withClue("command ${i + 1}: $state, ran: $lines, kills: $kills") {
                    when (state.getValue("state").jsonPrimitive.content) {
                        "done" -> lines shouldContainExactly listOf("begun", "ended")
                        "interrupted" -> lines shouldBe listOf("begun", "ended").take(lines.size)
                        else -> error("neither done nor interrupted")
                    }
                    state.getValue("attempts").jsonPrimitive.int shouldBe 1
                }
            }
            val interrupted = states.count { it.getValue("state").jsonPrimitive.content == "interrupted" }
            println("cooperate: $kills workers were killed, $interrupted of $COMMANDS commands interrupted")
            Json.decodeFromString<List<List<String>>>(list.readText()) shouldBe commands.map { listOf("executed") + it }
            list.resolveSibling("jobs.json.runs").listDirectoryEntries("{.new*,*.worker}").shouldBeEmpty()
        }

        test("TERM asks the command to end, which is interrupted then; nothing of it is left") {
            val machine = machine()
            machine.folder
                .resolve("jobs.json")
                .writeText(
                    "[[\"sh\", \"-c\", \"trap 'echo asked; exit 7' TERM; : >begun; while :; do sleep 0.1; done\"], [\"true\"]]"
                )
            val log = machine.folder.resolve("log")
            val worker = start(machine, log)
            awaitFile(machine.folder) { it == "begun" }
            worker.destroy()
            worker.waitFor() shouldBe 143
            log.readText() shouldContain "\nasked\n"
            log.readText() shouldContain Regex("command 1 interrupted after [0-9.]+ s, since its worker was stopped")
            standing(machine).map { it.getValue("state").jsonPrimitive.content } shouldContainExactly
                listOf("interrupted", "to do")
        }
    })
