package mydriver.command

import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import java.nio.file.Files
import java.nio.file.Path
import java.util.concurrent.CountDownLatch
import java.util.concurrent.TimeUnit
import kotlin.io.path.createDirectories
import kotlin.io.path.createSymbolicLinkPointingTo
import kotlin.io.path.exists
import kotlin.io.path.readText
import kotlin.io.path.writeText
import kotlin.time.Duration.Companion.seconds
import kotlin.time.TimeSource
import mydriver.host.Machine
import mydriver.testing.onPath
import mydriver.testing.requireOrSkip

/** A person at a real terminal: keys go in, and what stands on the screen is read. */
private class Screen(private val machine: Machine, command: String) : AutoCloseable {
    private val never = CountDownLatch(1)

    init {
        // The path to a socket must be short.
        tmux(
            "new-session",
            "-d",
            "-x",
            "110",
            "-y",
            "45",
            "cd '${machine.folder}' && $command; echo \"ended with \$?\"; cat",
        )
    }

    fun text(): String = tmux("capture-pane", "-p").trimEnd()

    /** Waits until the last line of the screen ends with [prompt]. */
    fun await(prompt: String) {
        val limit = TimeSource.Monotonic.markNow() + 60.seconds
        var text = text()
        while (!text.endsWith(prompt)) {
            check(limit.hasNotPassedNow()) { "\"$prompt\" does not appear:\n$text" }
            never.await(50, TimeUnit.MILLISECONDS)
            text = text()
        }
    }

    fun type(keys: String) {
        tmux("send-keys", "-l", keys)
        tmux("send-keys", "Enter")
    }

    fun press(key: String) = tmux("send-keys", key)

    private fun tmux(vararg words: String): String {
        val ran =
            machine.run(
                "tmux",
                "-S",
                "${machine.folder.resolve("t")}",
                "-f",
                "/dev/null",
                *words,
                more = mapOf("TERM" to "xterm", "SHELL" to "/bin/sh"),
            )
        return withClue(ran) {
            ran.code shouldBe 0
            ran.out
        }
    }

    override fun close() {
        tmux("kill-server")
    }
}

/** `cooperate` at a terminal: asking, and Ctrl-C. */
class CooperateTerminalEndToEndSpec :
    FunSpec({
        fun machine(): Machine {
            requireOrSkip("tmux") { onPath("tmux") }
            return Machine(tempdir().toPath()).withSystem().withJava().apply {
                for (name in listOf("tmux", "stty", "setsid")) {
                    val program = listOf("/usr/bin", "/bin").map { Path.of(it, name) }.firstOrNull { Files.exists(it) }
                    program?.let { system.resolve(name).createSymbolicLinkPointingTo(it) }
                }
                folder.resolve("lists").createDirectories()
            }
        }

        test("a person who answers question by question has a list") {
            val machine = machine()
            Screen(machine, "'${Machine.launcher}' cooperate --doe lists/new.json").use { screen ->
                for ((prompt, answer) in
                    listOf(
                        "program to run, such as python3 main.py:" to "echo",
                        "(none: just Enter):" to "",
                        "option to vary, such as --lr (no more: just Enter):" to "lr",
                        "values of --lr (linear, log, manual) [linear]:" to "lag",
                        "values of --lr (linear, log, manual) [linear]:" to "log",
                        "--lr from:" to "0.01",
                        "--lr to:" to "1",
                        "how many values, both ends included:" to "3",
                        "another option to vary (no more: just Enter):" to "",
                    )) {
                    screen.await(prompt)
                    screen.type(answer)
                }
                screen.await("ended with 0")
                screen.text() shouldContain "answer one of linear, log, manual"
                screen.text() shouldContain "wrote 3 commands to lists/new.json"
                // What was typed stands there once.
                screen.text().lines().count { it == "--lr from: 0.01" } shouldBe 1
            }
            machine.folder.resolve("lists/new.json").readText().lines()[2] shouldBe """  ["echo", "--lr", "0.1"],"""
        }

        test("Ctrl-C at a question writes nothing") {
            val machine = machine()
            Screen(machine, "trap : INT; '${Machine.launcher}' cooperate --doe lists/new.json").use { screen ->
                screen.await("main.py:")
                screen.press("C-c")
                screen.await("ended with 130")
            }
            machine.folder.resolve("lists/new.json").exists() shouldBe false
        }

        test("Ctrl-C asks the command that runs to end, and the list says so") {
            val machine = machine()
            machine.folder
                .resolve("lists/jobs.json")
                .writeText(
                    "[[\"sh\", \"-c\", \"trap 'echo asked; exit 1' TERM; echo up; while :; do sleep 0.1; done\"]]"
                )
            Screen(machine, "trap : INT; '${Machine.launcher}' cooperate --run lists/jobs.json").use { screen ->
                screen.await("\nup")
                screen.press("C-c")
                screen.await("ended with 130")
                screen.text() shouldContain "\nasked\n"
                screen.text() shouldContain Regex("command 1 interrupted after [0-9.]+ s, since its worker was stopped")
            }
            machine.run(Machine.launcher, "cooperate", "--progress", "lists/jobs.json").out shouldContain
                "1 interrupted"
        }
    })
