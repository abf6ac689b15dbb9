package mydriver

import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldContain
import io.kotest.matchers.shouldBe
import java.nio.file.Files
import java.nio.file.Path
import kotlin.io.path.isRegularFile
import kotlin.io.path.name
import kotlin.io.path.useLines
import mydriver.testing.onPath
import mydriver.testing.projectFolder
import mydriver.testing.requireOrSkip

class ShellScriptsSpec :
    FunSpec({
        val scripts =
            listOf("bin", ".ci").map(projectFolder::resolve).filter(Files::isDirectory).flatMap(::shellScripts)

        test("the scripts are found") { scripts.map { it.name } shouldContain "run" }

        test("every script is executable") { scripts.filter { !Files.isExecutable(it) } shouldBe listOf() }

        test("shellcheck has nothing to say") {
            requireOrSkip("shellcheck") { onPath("shellcheck") }
            val check = ProcessBuilder(listOf("shellcheck") + scripts.map { "$it" }).redirectErrorStream(true).start()
            val findings = check.inputStream.bufferedReader().readText()
            withClue(findings) { check.waitFor() shouldBe 0 }
        }
    })

private fun shellScripts(folder: Path): List<Path> =
    Files.walk(folder).use { files -> files.filter { it.isRegularFile() && isShell(it) }.toList() }

private fun isShell(file: Path) = file.useLines { lines ->
    lines.firstOrNull().orEmpty().let { it.startsWith("#!") && it.endsWith("sh") }
}
