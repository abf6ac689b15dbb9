package mydriver.command

import io.kotest.core.spec.style.FunSpec
import io.kotest.datatest.withData
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import java.nio.file.attribute.FileTime
import java.time.Instant
import kotlin.io.path.createDirectories
import kotlin.io.path.exists
import kotlin.io.path.setLastModifiedTime
import kotlin.io.path.writeText

/** What is typed for a queue folder, and what comes back. */
class WatchCommandSpec :
    FunSpec({
        val folder = tempdir().toPath()
        val desk = Desk(folder, environment = mapOf("PATH" to System.getenv("PATH")))

        fun put(gpu: String, name: String, text: String) {
            val file = folder.resolve("gpu$gpu/queue").createDirectories().resolve(name)
            file.writeText(text)
            file.toFile().setExecutable(true)
            file.setLastModifiedTime(FileTime.from(Instant.EPOCH))
        }

        test("scripts run, the lines of the log are printed, and a failed script makes the exit code 1") {
            put("0", "a.sh", "#!/bin/sh\n")
            put("0", "b.sh", "#!/bin/sh\nexit 3\n")
            val ended = desk.type("watch", "--gpu", "0", "--dir", ".", "--drain")
            ended.code shouldBe 1
            ended.err shouldBe ""
            ended.out.lines().map { it.substringAfter("2026-11-21 12:00:00 ") } shouldContainExactly
                listOf(
                    "INFO: ------------ Job Dispatcher Started ------------",
                    "INFO: 2 new jobs added to queue ['a.sh', 'b.sh']",
                    "INFO: Running job a.sh...",
                    "INFO: a.sh returned 0",
                    "INFO: Running job b.sh...",
                    "WARNING: b.sh returned 3",
                    "INFO: Job queue empty. Ending...",
                    "INFO: ------------ Job Dispatcher Stopped ------------",
                    "",
                )
        }

        test("another format gets the sum at the end") {
            put("1", "a.sh", "#!/bin/sh\n")
            desk.type("watch", "--gpu", "1", "--dir", ".", "--drain", "--format", "json") shouldBe
                Ended(0, "{\"completed\":1,\"failed\":0,\"requeued\":0}\n", "")
        }

        test("the folder is made beside the one that it is started in") {
            Desk(folder.resolve("inner").createDirectories(), environment = mapOf("PATH" to System.getenv("PATH")))
                .type("watch", "--gpu", "2", "--drain")
                .code shouldBe 0
            folder.resolve("gpu2/logfile.txt").exists() shouldBe true
        }

        test("a signal ends it with the code that belongs to it") {
            val stopped = Desk(folder, environment = mapOf("PATH" to System.getenv("PATH"))).apply { signal = 143 }
            val ended = stopped.type("watch", "--gpu", "4", "--dir", ".", "--wait", "1h")
            ended.code shouldBe 143
            ended.out shouldContain "Job Dispatcher Stopped"
        }

        context("wrong usage is told before anything is made") {
            withData(
                nameFn = { it.first },
                "watch" to "missing option --gpu",
                "watch --gpu a/b" to "\"a/b\" names no GPU; write 0, 1 and so on",
                "watch --gpu -1" to "\"-1\" names no GPU",
                "watch --gpu 9 --wait 0" to "\"0\" is no time to wait; write seconds",
                "watch --gpu 9 --wait soon" to "\"soon\" is no time to wait",
                "watch --gpu 9 --wait 2d" to "at most 1d",
            ) { (typed, expected) ->
                val ended = desk.type(*typed.split(' ').toTypedArray())
                ended.code shouldBe 2
                ended.err shouldContain expected
                folder.resolve("gpu9").exists() shouldBe false
            }
        }

        test("a folder that cannot be made is a fault of a setting") {
            folder.resolve("file").writeText("")
            val ended = desk.type("watch", "--gpu", "0", "--dir", "file")
            ended.code shouldBe 3
            ended.err shouldContain "name a folder of yours by --dir"
        }
    })
