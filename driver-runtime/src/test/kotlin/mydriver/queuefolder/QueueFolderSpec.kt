package mydriver.queuefolder

import io.kotest.core.spec.style.FunSpec
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.shouldBe
import kotlin.io.path.deleteExisting
import kotlin.io.path.exists
import kotlin.io.path.writeText

/** What becomes of scripts when somebody, or they themselves, remove folders of the queue. */
class QueueFolderSpec :
    FunSpec({
        test("a script that removed the folder it is to end up in is found there all the same") {
            val folder = QueueFolder(tempdir().toPath().resolve("gpu0")).apply { create() }
            folder.queue.resolve("a.sh").writeText("#!/bin/sh\n")
            folder.claim("a.sh")
            folder.completed.deleteExisting()
            folder.finish("a.sh", success = true) shouldBe "a.sh"
            folder.completed.resolve("a.sh").exists() shouldBe true
            folder.interrupted() shouldBe emptyList()
        }

        test("a script that is gone itself is told to be") {
            val folder = QueueFolder(tempdir().toPath().resolve("gpu0")).apply { create() }
            folder.queue.resolve("a.sh").writeText("#!/bin/sh\n")
            folder.claim("a.sh")?.deleteExisting()
            folder.finish("a.sh", success = true) shouldBe null
        }
    })
