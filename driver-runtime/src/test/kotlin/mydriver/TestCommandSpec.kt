package mydriver

import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.collections.shouldContain
import java.nio.file.Files
import java.nio.file.Path
import kotlin.io.path.extension
import kotlin.io.path.isDirectory
import kotlin.io.path.listDirectoryEntries
import kotlin.io.path.readLines
import mydriver.testing.projectFolder

private const val TEST_COMMAND = "mvn -B -ntp verify"

class TestCommandSpec :
    FunSpec({
        test("the machine that checks every change runs the command that people are told") {
            val commands = projectFolder.resolve(".ci/run").readLines().map { it.substringBefore(" >").trim() }
            commands shouldContain TEST_COMMAND
        }

        test("people are told one test command") {
            val told = pages().flatMap { it.readLines() }.map { it.trim().removePrefix("$ ") }
            told.filter { it.startsWith("mvn ") && it.endsWith(" verify") && it != TEST_COMMAND }.shouldBeEmpty()
        }
    })

private fun pages(): List<Path> {
    val docs = projectFolder.resolve("docs")
    val guides = if (docs.isDirectory()) Files.walk(docs).use { it.toList() } else listOf()
    return (projectFolder.listDirectoryEntries() + guides).filter { it.extension == "md" }
}
