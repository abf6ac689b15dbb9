package mydriver.process

import io.kotest.core.spec.style.FunSpec
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.collections.shouldContainExactly
import java.nio.file.DirectoryIteratorException
import java.nio.file.DirectoryStream
import java.nio.file.Files
import java.nio.file.NoSuchFileException
import java.nio.file.Path
import kotlin.io.path.outputStream
import kotlin.io.path.writeText

/** A folder that was opened, and is gone when it is read. */
private class Gone(private val folder: Path) : DirectoryStream<Path> {
    override fun iterator(): MutableIterator<Path> = throw DirectoryIteratorException(NoSuchFileException("$folder"))

    override fun close() = Unit
}

/** Which files are being written, while processes come and go. */
class OpenFilesSpec :
    FunSpec({
        test("a process that ends while its files are looked at hides those of no other") {
            val file = tempdir().toPath().resolve("a.sh").apply { writeText("#!/bin/sh\n") }
            val mine = Path.of("/proc/${ProcessHandle.current().pid()}/fd")
            val openFiles =
                OpenFiles(Path.of("/proc")) { folder, glob ->
                    if (glob == "*" && folder != mine) Gone(folder) else Files.newDirectoryStream(folder, glob)
                }
            file.outputStream().use { openFiles.beingWritten(listOf(file)) shouldContainExactly setOf(file) }
        }
    })
