package mydriver.process

import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.datatest.withData
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.collections.shouldHaveAtLeastSize
import io.kotest.matchers.comparables.shouldBeLessThan
import io.kotest.matchers.shouldBe
import java.nio.file.Files
import java.nio.file.Path
import kotlin.io.path.readText
import kotlin.io.path.writeText
import kotlin.time.Duration
import kotlin.time.Duration.Companion.minutes
import kotlin.time.Duration.Companion.seconds
import kotlin.time.TimeSource
import mydriver.testing.twoSeconds

private class Brood(val name: String, val script: String, val size: Int = 1, val way: String = "lane")

private const val DAEMON = "setsid sh -c 'trap \"\" HUP TERM INT; sleep 600 & sleep 600 & wait' >/dev/null 2>&1 & "

/** What a supervisor's program may leave, with the number of processes at least. */
private val broods =
    listOf(
        Brood("the program", "exec sleep 600"),
        Brood("a program that was spawned", "exec sleep 600", way = "spawn"),
        Brood("its children", "sleep 600 & sleep 600 & sleep 600 & wait", 4),
        Brood("what ignores every signal that can be ignored", "trap '' HUP INT QUIT TERM USR1 USR2; sleep 600", 2),
        Brood("a child whose parent has ended", "(sleep 600 & sleep 600 &) & exec sleep 600", 3),
        Brood("a daemon in a session of its own", "$DAEMON sleep 600", 4),
        Brood("a daemon of what was spawned", "$DAEMON sleep 600", 4, way = "spawn"),
        Brood("a daemon whose starter is gone", "($DAEMON); $DAEMON exec sleep 600", 7),
        Brood(
            "a child with an empty environment",
            "for n in 1 2; do env -i SPEC_NEST=\"\$SPEC_NEST\" sleep 600 & done; wait",
            3,
        ),
        Brood("a process that stands still", "sleep 600 & kill -s STOP \$!; exec sleep 600", 2),
        Brood(
            "a program that starts more all the time",
            "i=0; while [ \$i -lt 3000 ]; do sleep 600 & i=\$((i+1)); done",
            50,
        ),
        Brood(
            "daemons that start more all the time",
            "for n in 1 2 3; do setsid sh -c 'i=0; while [ \$i -lt 500 ]; do sleep 600 & i=\$((i+1)); done; wait' & done; wait",
            50,
        ),
    )

class GuardSpec :
    FunSpec({
        val scratch = tempdir().toPath()
        var count = 0

        context("nothing of a supervisor lives two seconds after it was killed") {
            withData(nameFn = { it.name }, broods) { brood ->
                val nest = Nest(scratch.resolve("${++count}"), brood.script, brood.way)
                nest.awaitBrood(brood.size)
                nest.kill()
                nest.timeUntilNothingLives() shouldBeLessThan twoSeconds()
            }
        }

        test("signals for the supervisor's group do not reach the guard or the program") {
            val nest = Nest(scratch.resolve("ctrl-c"), "exec sleep 600", "lane", deaf = true)
            nest.awaitBrood(2)
            val before = nest.alive()
            listOf("INT", "HUP", "USR1", "TSTP", "CONT").forEach(nest::signalGroup)
            nest.alive() shouldBe before
            nest.kill()
            nest.timeUntilNothingLives() shouldBeLessThan twoSeconds()
        }

        test("a supervisor that ends by itself leaves no guard") {
            val nest = Nest(scratch.resolve("end"), "exit 0", "lane")
            nest.supervisor.awaitExit(2.minutes) shouldBe ExitStatus(0)
            nest.timeUntilNothingLives() shouldBeLessThan twoSeconds()
        }

        test("a guard that somebody ended is replaced, and knows what there was before") {
            val guard = Guard(listOf("setsid"), mapOf("PATH" to System.getenv("PATH")))
            val child = ProcessBuilder("setsid", "sleep", "600").start()
            guard.watch(child.pid())
            val shell = ProcessHandle.current().children().filter { it.info().arguments().isMarkedBy(guard) }.toList()
            shell.forEach { it.destroyForcibly() }
            shell.forEach { it.onExit().join() }
            guard.signal("TERM", listOf(-child.pid()))
            child.waitFor() shouldBe 128 + 15
        }

        test("a group that was forgotten outlives the guard, also when the guard had never heard of another") {
            val child = ProcessBuilder("setsid", "sleep", "600").start()
            val script = Guard::class.java.getResourceAsStream("guard.sh")!!.use { it.readAllBytes().decodeToString() }
            val guard = ProcessBuilder("sh", "-c", script, "sh", "no process has this mark", "0").start()
            val words = "watch ${child.pid()}\nforget 4194305\nforget ${child.pid()}\n"
            guard.outputStream.use { it.write(words.toByteArray()) }
            guard.waitFor() shouldBe 0
            child.isAlive shouldBe true
            child.destroyForcibly()
        }
    })

private fun java.util.Optional<Array<String>>.isMarkedBy(guard: Guard) = orElse(emptyArray()).any { it == guard.mark }

/** A supervisor that runs [script], and all that comes of it: they have the folder's name in their environment. */
private class Nest(private val folder: Path, script: String, way: String, deaf: Boolean = false) {
    private val mark = "SPEC_NEST=$folder;"
    private val table = ProcessTable()
    private val log = folder.resolve("log")
    val supervisor: Child

    init {
        Files.createDirectories(folder)
        val file = folder.resolve("program").also { it.writeText(script) }
        val environment = mapOf("PATH" to System.getenv("PATH"), "SPEC_NEST" to "$folder;")
        val java = specSupervisor(way, file)
        // The JVM takes an ignored signal for granted, and then dies of none of these.
        val words = if (deaf) listOf("sh", "-c", "trap '' INT HUP USR1 TSTP; exec \"\$@\"", "sh") + java else java
        supervisor = Processes(environment).spawn(SpawnSpec(words, folder, log, log))
    }

    /** Returns all that lives, this specification's own guard excepted. */
    fun alive(): Set<Long> =
        (table.since(0) + table.since(1L shl 40))
            .filter { table.liveGroup(it) != null && table.isMarked(it, mark) }
            .filter { ProcessHandle.of(it).flatMap { handle -> handle.parent() }.orElse(null)?.pid() != OURS }
            .toSet()

    fun awaitBrood(size: Int) {
        val limit = TimeSource.Monotonic.markNow() + 2.minutes
        // Beside the brood there are the guard and, in a lane, its shell.
        while (alive().size < size + 1) {
            check(limit.hasNotPassedNow()) { "only ${alive().size} processes: ${log.readText()}" }
            Thread.onSpinWait()
        }
        alive() shouldHaveAtLeastSize size
    }

    fun signalGroup(name: String) {
        ProcessBuilder("sh", "-c", "kill -s $name -- -${supervisor.identity.pid}").start().waitFor() shouldBe 0
    }

    /** Ends the supervisor and nothing else. */
    fun kill() {
        ProcessHandle.of(supervisor.identity.pid).get().destroyForcibly()
        supervisor.exit.join()
    }

    fun timeUntilNothingLives(): Duration {
        val start = TimeSource.Monotonic.markNow()
        while (alive().isNotEmpty() && start.elapsedNow() < maxOf(10.seconds, twoSeconds())) Thread.onSpinWait()
        withClue(alive().map { ProcessHandle.of(it).map { handle -> handle.info() } }) { alive().shouldBeEmpty() }
        return start.elapsedNow()
    }

    private companion object {
        val OURS = ProcessHandle.current().pid()
    }
}
