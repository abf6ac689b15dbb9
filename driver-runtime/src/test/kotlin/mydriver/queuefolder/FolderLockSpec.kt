package mydriver.queuefolder

import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.string.shouldContain
import mydriver.model.ConfigurationError

class FolderLockSpec :
    FunSpec({
        val folder = tempdir().toPath()

        test("a second watcher of a folder is kept out and told who has it, until the first is gone") {
            val pid = ProcessHandle.current().pid()
            FolderLock.take(folder, "node7").use {
                shouldThrow<ConfigurationError> { FolderLock.take(folder, "node7") }.message shouldContain
                    "is watched by process $pid on node7 already"
            }
            FolderLock.take(folder, "node7").close()
        }
    })
