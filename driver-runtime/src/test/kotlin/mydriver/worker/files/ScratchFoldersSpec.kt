package mydriver.worker.files

import io.kotest.core.spec.style.FunSpec
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.shouldBe
import io.kotest.matchers.shouldNotBe
import java.nio.file.Files
import java.nio.file.attribute.PosixFilePermissions
import kotlin.io.path.createDirectories
import kotlin.io.path.exists
import kotlin.io.path.listDirectoryEntries
import kotlin.io.path.name
import kotlin.io.path.writeText
import mydriver.process.ProcessIdentity

class ScratchFoldersSpec :
    FunSpec({
        val self = ProcessIdentity.current()

        test("each attempt has a folder that only its user can enter, and closing removes them all") {
            val root = tempdir().toPath().resolve("new")
            val folders = ScratchFolders(root)
            val one = folders.of(1, 1)
            one shouldNotBe folders.of(1, 2)
            one.exists() shouldBe false
            PosixFilePermissions.toString(Files.getPosixFilePermissions(one.parent)) shouldBe "rwx------"
            one.createDirectories().resolve("x").writeText("x")
            folders.close()
            root.listDirectoryEntries().shouldBeEmpty()
        }

        test("a folder that somebody else made is never entered") {
            val root = tempdir().toPath()
            val taken = root.resolve("mydriver-${self.bootId}_${self.pid}_${self.startTime}_1").createDirectories()
            ScratchFolders(root).of(1, 1).parent shouldNotBe taken
        }

        test("folders of processes that were killed are removed, and nobody else's") {
            val root = tempdir().toPath()
            // No process can have started at the boot itself and still be this one.
            val dead = root.resolve("mydriver-${self.bootId}_${self.pid}_1_1").createDirectories()
            dead.resolve("7-1").createDirectories().resolve("big").writeText("x")
            val others =
                listOf("mydriver-another-boot_1_1_1", "mydriver-${self.bootId}_what", "mydriver-notes").onEach {
                    root.resolve(it).createDirectories()
                }
            ScratchFolders(root).sweep()
            root.listDirectoryEntries().map { it.name }.sorted() shouldContainExactly others.sorted()
        }
    })
