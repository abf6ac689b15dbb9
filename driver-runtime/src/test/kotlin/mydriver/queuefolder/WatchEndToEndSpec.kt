package mydriver.queuefolder

import io.kotest.core.spec.style.FunSpec
import io.kotest.datatest.withData
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.collections.shouldContain
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import java.nio.file.Path
import java.util.concurrent.TimeUnit
import kotlin.io.path.createDirectories
import kotlin.io.path.listDirectoryEntries
import kotlin.io.path.name
import kotlin.io.path.readLines
import kotlin.io.path.readText
import kotlin.io.path.writeText
import mydriver.host.Machine
import mydriver.host.awaitFile

/** The real program, ended in every way. */
class WatchEndToEndSpec :
    FunSpec({
        val scratch = tempdir("a queue; \$(x) 'y'").toPath()
        var count = 0

        class Place {
            val here: Path = scratch.resolve("${++count}/here").createDirectories()
            val gpu: Path = here.resolveSibling("gpu0")
            val log
                get() = gpu.resolve("logfile.txt").readLines().map { it.drop("2026-01-01 00:00:00 ".length) }

            fun watch(vararg more: String): Process =
                ProcessBuilder(listOf("${Machine.launcher}", "watch", "--gpu", "0", "--wait", "0.1") + more)
                    .directory(here.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(here.resolve("printed").toFile())
                    .apply { environment() += mapOf("HOME" to "$scratch", "MYDRIVER_CACHE" to "$scratch/cache") }
                    .start()

            fun put(name: String, text: String) {
                val queue = gpu.resolve("queue").createDirectories()
                val part = here.resolve("$name.part").apply { writeText("#!/bin/sh\n$text\n") }
                part.toFile().setExecutable(true)
                part.toFile().setLastModified(0)
                part.toFile().renameTo(queue.resolve(name).toFile())
            }

            fun names(folder: String) = gpu.resolve(folder).listDirectoryEntries().map { it.name }.sorted()

            fun endsWith(process: Process, code: Int) {
                process.waitFor(60, TimeUnit.SECONDS) shouldBe true
                process.exitValue() shouldBe code
            }
        }

        test("a watcher that is killed takes its script along, and the next one finds it again") {
            val place = Place()
            place.put("a.sh", "[ -e up ] && exit 0; sleep 600 & echo \$! >pid.new; mv pid.new pid; touch up; wait")
            place.put("b.sh", "exit 0")
            val first = place.watch()
            awaitFile(place.here) { it == "up" }
            first.destroyForcibly().waitFor()
            val child = ProcessHandle.of(place.here.resolve("pid").readText().trim().toLong())
            child.ifPresent { it.onExit().get(60, TimeUnit.SECONDS) }
            place.names("running") shouldContainExactly listOf("a.sh")
            place.endsWith(place.watch("--drain"), 0)
            place.log shouldContain "WARNING: a.sh was interrupted and is back in the queue"
            place.names("completed") shouldContainExactly listOf("a.sh", "b.sh")
        }

        context("a signal ends the watcher in order") {
            withData("INT" to 130, "TERM" to 143, "USR2" to 140) { (signal, code) ->
                val place = Place()
                place.put("a.sh", "touch up; sleep 600")
                val watcher = place.watch()
                awaitFile(place.here) { it == "up" }
                ProcessBuilder("kill", "-s", signal, "${watcher.pid()}").start().waitFor() shouldBe 0
                place.endsWith(watcher, code)
                place.log.takeLast(2) shouldContainExactly
                    listOf(
                        "WARNING: a.sh was stopped and is back in the queue",
                        "INFO: ------------ Job Dispatcher Stopped ------------",
                    )
                place.names("queue") shouldContainExactly listOf("a.sh")
            }

            test("USR1 after the script that runs") {
                val place = Place()
                place.put("a.sh", "touch up; while ! [ -e go ]; do sleep 0.05; done; sleep 2")
                place.put("b.sh", "exit 0")
                val watcher = place.watch()
                awaitFile(place.here) { it == "up" }
                ProcessBuilder("kill", "-s", "USR1", "${watcher.pid()}").start().waitFor() shouldBe 0
                place.here.resolve("go").writeText("")
                place.endsWith(watcher, 0)
                place.names("queue") + place.names("completed") shouldContainExactly listOf("b.sh", "a.sh")
            }
        }

        test("a second watcher is kept out") {
            val place = Place()
            place.put("a.sh", "touch up; while ! [ -e go ]; do sleep 0.05; done")
            val first = place.watch("--drain")
            awaitFile(place.here) { it == "up" }
            val second = Machine(scratch.resolve("second"))
            val ran =
                second.run(
                    Machine.launcher,
                    "watch",
                    "--gpu",
                    "0",
                    directory = place.here,
                    more = mapOf("PATH" to System.getenv("PATH")),
                )
            ran.code shouldBe 3
            ran.err shouldContain "is watched by process ${first.pid()} on"
            place.here.resolve("go").writeText("")
            place.endsWith(first, 0)
        }
    })
