package mydriver

import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldContainAll
import io.kotest.matchers.shouldBe
import java.nio.file.Files
import java.nio.file.Path
import java.time.LocalDateTime
import kotlin.io.path.isRegularFile
import kotlin.io.path.name
import kotlin.io.path.useLines
import mydriver.dsl.Provenance
import mydriver.dsl.shellScript
import mydriver.model.shellQuoted
import mydriver.testing.onPath
import mydriver.testing.projectFolder
import mydriver.testing.requireOrSkip

class ShellScriptsSpec :
    FunSpec({
        val scripts =
            listOf("bin", ".ci", "driver-runtime/testbed")
                .map(projectFolder::resolve)
                .filter(Files::isDirectory)
                .flatMap(::shellScripts)

        test("the scripts are found") { scripts.map { it.name } shouldContainAll listOf("run", "testbed") }

        test("every script is executable") { scripts.filter { !Files.isExecutable(it) } shouldBe listOf() }

        test("shellcheck has nothing to say") {
            requireOrSkip("shellcheck") { onPath("shellcheck") }
            val following = listOf("--external-sources", "--check-sourced", "--source-path=SCRIPTDIR")
            val command = listOf("shellcheck") + following + scripts.map { "$it" }
            val check = ProcessBuilder(command).redirectErrorStream(true).start()
            val findings = check.inputStream.bufferedReader().readText()
            withClue(findings) { check.waitFor() shouldBe 0 }
        }

        test("shellcheck has nothing to say of what shellScript makes of hostile values") {
            requireOrSkip("shellcheck") { onPath("shellcheck") }
            val script =
                shellScript("my program", "-u", "it's.py") {
                    provenance(Provenance("eve", LocalDateTime.of(2026, 11, 21, 12, 0)))
                    header("LOGDIR=${shellQuoted("../my logs/\$HOME")}")
                    header("mkdir -p \"\$LOGDIR\"")
                    HOSTILE.forEach { params("$it " to it) }
                    end("| tee \"\$LOGDIR/log.out\"")
                    footer("echo finished")
                }
            // These three ask whether a value that the shell leaves alone is meant to be left alone. It is.
            val check =
                ProcessBuilder("shellcheck", "--exclude=SC2016,SC1003,SC2088", "-").redirectErrorStream(true).start()
            check.outputStream.use { it.write(script.text.toByteArray()) }
            val findings = check.inputStream.bufferedReader().readText()
            withClue(script.text + findings) { check.waitFor() shouldBe 0 }
        }
    })

private val HOSTILE =
    listOf(
        "",
        " ",
        "'",
        "''",
        "\"",
        "\\",
        "a\\",
        "$(id)",
        "`id`",
        "\$HOME",
        "~/x",
        "*",
        "?",
        "[a]",
        "{a,b}",
        "#c",
        ";",
        "&",
    ) +
        listOf(
            "|",
            "<",
            ">",
            "(",
            ")",
            "!",
            "\n",
            "a\\\nb",
            "\t",
            "\r",
            "\\n",
            "“x”",
            "\u00a0",
            "🎲",
            "-",
            "--",
            "a=b",
            "%1",
        )

private fun shellScripts(folder: Path): List<Path> =
    Files.walk(folder).use { files -> files.filter { it.isRegularFile() && isShell(it) }.toList() }

private fun isShell(file: Path) = file.useLines { lines ->
    lines.firstOrNull().orEmpty().let { it.startsWith("#!") && it.endsWith("sh") }
}
