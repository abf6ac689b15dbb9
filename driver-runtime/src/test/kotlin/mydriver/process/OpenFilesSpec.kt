package mydriver.process

import io.kotest.core.spec.style.FunSpec
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.shouldBe
import java.nio.file.Files
import java.nio.file.Path
import kotlin.io.path.outputStream
import kotlin.io.path.writeText

/** Which files are being written, while processes come and go. */
class OpenFilesSpec :
    FunSpec({
        test("a process that ends while its files are looked at hides those of no other") {
            val file = tempdir().toPath().resolve("a.sh").apply { writeText("#!/bin/sh\n") }
            val ending = ProcessBuilder("sleep", "600").start()
            val itsFiles = Path.of("/proc/${ending.pid()}/fd")
            val openFiles =
                OpenFiles(Path.of("/proc")) { folder, glob ->
                    Files.newDirectoryStream(folder, glob).also {
                        if (folder == itsFiles) ending.destroyForcibly().waitFor()
                    }
                }
            file.outputStream().use { openFiles.beingWritten(listOf(file)) shouldContainExactly setOf(file) }
            ending.isAlive shouldBe false
        }
    })
