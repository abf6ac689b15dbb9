package mydriver.worker.files

import io.kotest.core.spec.style.FunSpec
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.shouldBe
import io.kotest.matchers.shouldNotBe
import java.nio.file.Files
import java.nio.file.Path
import kotlin.io.path.deleteExisting
import kotlin.io.path.exists
import kotlin.io.path.listDirectoryEntries
import kotlin.io.path.name
import kotlin.io.path.writeText

class EmptyFolderSpec :
    FunSpec({
        fun inode(folder: Path) = Files.getAttribute(folder, "unix:ino")

        test("a folder that nobody used is taken again under the next name") {
            val root = tempdir().toPath()
            val folders = EmptyFolder()
            val one = root.resolve("1-1").also(folders::make)
            val first = inode(one)
            folders.takeAway(one)
            one.exists() shouldBe false
            val two = root.resolve("2-1").also(folders::make)
            inode(two) shouldBe first
            root.listDirectoryEntries().map { it.name } shouldBe listOf("2-1")
        }

        test("one with something in it stays, and the next one is new") {
            val root = tempdir().toPath()
            val folders = EmptyFolder()
            val one = root.resolve("1-1").also(folders::make)
            one.resolve("x").writeText("x")
            folders.takeAway(one)
            val two = root.resolve("2-1").also(folders::make)
            inode(two) shouldNotBe inode(one)
            two.listDirectoryEntries().shouldBeEmpty()
        }

        test("one that was removed, or is removed while nobody uses it, is no fault") {
            val root = tempdir().toPath()
            val folders = EmptyFolder()
            val one = root.resolve("1-1").also(folders::make)
            one.deleteExisting()
            folders.takeAway(one)
            val two = root.resolve("2-1").also(folders::make)
            folders.takeAway(two)
            root.listDirectoryEntries().single().deleteExisting()
            root.resolve("3-1").also(folders::make).exists() shouldBe true
        }
    })
