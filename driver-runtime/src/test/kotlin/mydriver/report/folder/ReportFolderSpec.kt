package mydriver.report.folder

import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import java.nio.file.Path
import kotlin.io.path.exists
import kotlin.io.path.listDirectoryEntries
import kotlin.io.path.name
import kotlin.io.path.readText
import kotlin.io.path.writeText
import mydriver.model.UsageError

class ReportFolderSpec :
    FunSpec({
        fun report(path: Path, vararg files: Pair<String, String>, uid: String = "uid") {
            val folder = ReportFolder(path, uid)
            folder.claim(files.map { it.first })
            for ((name, text) in files) folder.write(name) { it.write(text.toByteArray()) }
            folder.finish(files.map { it.first })
        }

        fun shown(path: Path) = path.listDirectoryEntries("[!.]*").map { it.name }.sorted()

        test("a new report replaces the files of the old one, and deletes those that it does not have") {
            val path = tempdir().toPath().resolve("figures")
            report(path, "a.svg" to "1", "b.svg" to "1")
            report(path, "b.svg" to "2", "c.svg" to "2")
            shown(path) shouldContainExactly listOf("b.svg", "c.svg")
            path.resolve("b.svg").readText() shouldBe "2"
        }

        test("files of others stay, and are an error where a file of ours should be") {
            val path = tempdir().toPath()
            path.resolve("notes.txt").writeText("mine")
            path.resolve("a.svg").writeText("mine")
            val fault = shouldThrow<UsageError> { report(path, "a.svg" to "1", "b.svg" to "1") }
            fault.message!! shouldContain "a.svg is there already and of no report"
            shown(path) shouldContainExactly listOf("a.svg", "notes.txt")
            report(path, "b.svg" to "1")
            report(path, "c.svg" to "1")
            shown(path) shouldContainExactly listOf("a.svg", "c.svg", "notes.txt")
            path.resolve("a.svg").readText() shouldBe "mine"
        }

        test("the report of another table set is left alone") {
            val path = tempdir().toPath()
            report(path, "a.svg" to "1")
            val fault = shouldThrow<UsageError> { report(path, "a.svg" to "2", uid = "other") }
            fault.message!! shouldContain "holds the report of another table set"
            path.resolve("a.svg").readText() shouldBe "1"
        }

        test("a record that was edited does not lead out of the folder") {
            val outer = tempdir().toPath()
            val precious = outer.resolve("precious").apply { writeText("mine") }
            val path = outer.resolve("figures")
            report(path, "a.svg" to "1")
            path.resolve(".mydriver-report").writeText("uid\n../precious\n$precious\na.svg\n")
            report(path, "b.svg" to "1")
            precious.exists() shouldBe true
            path.resolve("a.svg").exists() shouldBe false
        }

        test("a report that broke off can be made again") {
            val path = tempdir().toPath().resolve("figures")
            val folder = ReportFolder(path, "uid")
            folder.claim(listOf("a.svg", "b.svg"))
            folder.write("a.svg") { it.write(1) }
            report(path, "b.svg" to "2")
            shown(path) shouldContainExactly listOf("b.svg")
        }

        test("a file in the place of the folder is an error") {
            val file = tempdir().toPath().resolve("figures").apply { writeText("mine") }
            shouldThrow<UsageError> { ReportFolder(file, "uid") }.message!! shouldContain "is no folder"
        }
    })
