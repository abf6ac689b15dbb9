package mydriver.queuefolder

import io.kotest.core.spec.style.FunSpec
import io.kotest.datatest.withData
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.collections.shouldContain
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.collections.shouldHaveSize
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import java.time.Duration
import java.util.concurrent.CompletableFuture
import java.util.concurrent.TimeUnit
import kotlin.io.path.deleteExisting
import kotlin.io.path.exists
import kotlin.io.path.listDirectoryEntries
import kotlin.io.path.name
import kotlin.io.path.readLines
import kotlin.io.path.readText
import kotlin.io.path.setPosixFilePermissions
import kotlin.io.path.writeText
import mydriver.host.awaitFile
import mydriver.queuefolder.Watch.Round

class WatchSpec :
    FunSpec({
        val scratch = tempdir().toPath()
        var count = 0

        fun lab(drain: Boolean = false, body: (Lab) -> Unit) = Lab(scratch.resolve("${++count}"), drain).use(body)

        /** Rounds until there is nothing to run. */
        fun Lab.rounds() {
            var left = 20
            while (watch.round() == Round.RAN) check(--left > 0) { "it goes on for ever" }
        }

        test("the session of the guide gives the lines that it shows, times and all") {
            val place = scratch.resolve("guide")
            var visits = 0
            lateinit var lab: Lab
            lab =
                Lab(place) {
                    visits++
                    lab.clock.turn(Duration.ofSeconds(60))
                    when (visits) {
                        1 -> for (name in listOf("script02.sh", "script01.sh", "script03.sh")) lab.put(name, GOOD)
                        2 -> lab.put("bad.sh", "#!/bin/sh\necho \"\nsleep 5")
                        else -> lab.watch.stop()
                    }
                }
            lab.use { it.watch.run() } shouldBe WatchSummary(completed = 3, failed = 1)
            lab.folder.logfile.readLines() shouldContainExactly
                """
                2019-05-25 17:48:01 INFO: ------------ Job Dispatcher Started ------------
                2019-05-25 17:48:01 INFO: Job queue empty. Waiting...
                2019-05-25 17:49:01 INFO: 3 new jobs added to queue ['script01.sh', 'script02.sh', 'script03.sh']
                2019-05-25 17:49:01 INFO: Running job script01.sh...
                2019-05-25 17:49:01 INFO: script01.sh returned 0
                2019-05-25 17:49:01 INFO: Running job script02.sh...
                2019-05-25 17:49:01 INFO: script02.sh returned 0
                2019-05-25 17:49:01 INFO: Running job script03.sh...
                2019-05-25 17:49:01 INFO: script03.sh returned 0
                2019-05-25 17:49:01 INFO: Job queue empty. Waiting...
                2019-05-25 17:50:01 INFO: 1 new jobs added to queue ['bad.sh']
                2019-05-25 17:50:01 INFO: Running job bad.sh...
                2019-05-25 17:50:01 WARNING: bad.sh returned 2
                2019-05-25 17:50:01 INFO: Job queue empty. Waiting...
                2019-05-25 17:51:01 INFO: ------------ Job Dispatcher Stopped ------------
                """
                    .trimIndent()
                    .lines()
            lab.completed() shouldContainExactly listOf("script01.sh", "script02.sh", "script03.sh")
            lab.failed() shouldContainExactly listOf("bad.sh")
            lab.folder.path.listDirectoryEntries("[a-z]*").map { it.name }.sorted() shouldContainExactly
                listOf("completed", "failed", "logfile.txt", "output", "queue")
            lab.folder.path.resolve("output").listDirectoryEntries().map { it.name } shouldContainExactly
                listOf("bad.sh.log")
        }

        test("a script that comes while others wait runs after them, whatever its name") {
            lab {
                it.put("m.sh", "#!/bin/sh\ncd '${it.folder.queue}' && cp -p n.sh a.sh")
                it.put("n.sh", GOOD)
                it.rounds()
                it.lines.filter { line -> "Running" in line } shouldContainExactly
                    listOf("m.sh", "n.sh", "a.sh").map { name -> "INFO: Running job $name..." }
            }
        }

        test("a script that is removed before its turn does not run, and the one that runs goes on") {
            lab {
                it.put("a.sh", "#!/bin/sh\nrm '${it.folder.queue}'/[bc].sh")
                for (name in listOf("b.sh", "c.sh", "d.sh")) it.put(name, GOOD)
                it.rounds()
                it.lines shouldContain "INFO: Detected 2 jobs removed from queue"
                it.completed() shouldContainExactly listOf("a.sh", "d.sh")
            }
        }

        test("a script gets its device, the watcher's folder, its own name, and a file for what it prints") {
            lab {
                it.put("a b.sh", "#!/bin/sh\necho \"\$CUDA_VISIBLE_DEVICES\"; pwd; basename \"\$0\" >&2; cat")
                it.rounds()
                it.folder.output("a b.sh").readText() shouldBe "3\n${it.here}\na b.sh\n"
            }
        }

        test("an older result is never written over, and a script that ran before may run again") {
            lab {
                repeat(3) { time ->
                    it.put("a.sh", "#!/bin/sh\necho $time")
                    it.put("b.v1.sh", "#!/bin/sh\nexit 1")
                    it.rounds()
                }
                it.completed() shouldContainExactly listOf("a-2.sh", "a-3.sh", "a.sh")
                it.failed() shouldContainExactly listOf("b.v1-2.sh", "b.v1-3.sh", "b.v1.sh")
                it.folder.completed.resolve("a-2.sh").readText() shouldBe "#!/bin/sh\necho 1"
                it.folder.output("a.sh").readText() shouldBe "0\n1\n2\n"
                it.lines shouldContain "INFO: a.sh is kept as a-2.sh: there is an older one of its name"
            }
        }

        context("what cannot be run is a failed job, and the next one runs") {
            withData(
                nameFn = { it.second },
                "echo hi" to "its first line is not #!",
                "" to "its first line is not #! and an interpreter",
                "#!/no/such/shell\n" to "names /no/such/shell, which is no program here",
                "#!/bin/sh\r\necho hi\r\n" to "ends with a carriage return",
                "#!\n" to "names no interpreter",
                "\u007fELF is no program" to "returned 126",
            ) { (text, reason) ->
                lab {
                    it.put("a.sh", text)
                    it.put("b.sh", GOOD)
                    it.rounds()
                    it.lines.single { line -> line.startsWith("WARNING: a.sh ") } shouldContain reason
                    it.failed() shouldContainExactly listOf("a.sh")
                    it.completed() shouldContainExactly listOf("b.sh")
                }
            }

            test("a file that is not executable") {
                lab {
                    it.put("a.sh", GOOD).setPosixFilePermissions(setOf())
                    it.rounds()
                    it.lines shouldContain "WARNING: a.sh cannot be run: it is not executable; make it so with chmod +x"
                    it.failed() shouldContainExactly listOf("a.sh")
                }
            }
        }

        test("exit codes and signals are told as shells count them") {
            lab {
                it.put("a.sh", "#!/bin/sh\nexit 7")
                it.put("b.sh", "#!/bin/sh\nkill -s KILL \$\$")
                it.rounds()
                it.lines.filter { line -> line.startsWith("WARNING") } shouldContainExactly
                    listOf("WARNING: a.sh returned 7", "WARNING: b.sh returned 137")
            }
        }

        test("what a script leaves running is ended, and told") {
            lab {
                it.put("a.sh", "#!/bin/sh\nsleep 600 &")
                it.rounds()
                it.lines.takeLast(3) shouldContainExactly
                    listOf(
                        "INFO: a.sh returned 0",
                        "WARNING: a.sh left processes running; they were ended",
                        "INFO: Job queue empty. Waiting...",
                    )
            }
        }

        test("a script that deletes itself is told, and the next one runs") {
            lab {
                it.put("a.sh", "#!/bin/sh\nrm \"\$0\"")
                it.put("b.sh", GOOD)
                it.rounds()
                it.lines shouldContain "WARNING: a.sh is gone: it was moved or deleted while it ran"
                it.completed() shouldContainExactly listOf("b.sh")
            }
        }

        test("only whole, visible files that end in .sh are scripts") {
            lab {
                it.put(".a.sh", GOOD)
                it.put("a.sh.part", GOOD)
                it.put("notes.txt", GOOD)
                it.put("inner.sh", GOOD, it.folder.queue.resolve("folder.sh"))
                it.rounds()
                it.completed().shouldBeEmpty()
                it.queued() shouldHaveSize 4
            }
        }

        test("no name of a file makes a line of the log") {
            lab {
                it.put("a\n2019-05-25 17:48:01 INFO: b.sh", GOOD)
                it.put("it's.sh", GOOD)
                it.rounds()
                it.lines.first() shouldBe
                    "INFO: 2 new jobs added to queue ['a\\n2019-05-25 17:48:01 INFO: b.sh', \"it's.sh\"]"
                it.folder.logfile.readLines() shouldHaveSize it.lines.size
                it.completed() shouldHaveSize 2
            }
        }

        test("to drain is to end when no script is left, not even a part of one") {
            lab(drain = true) {
                val growing = it.put("a.sh", GOOD).apply { writeText(GOOD) }
                growing.toFile().setLastModified(it.clock.millis())
                it.watch.round() shouldBe Round.NOTHING_TO_RUN
                it.clock.turn(Duration.ofSeconds(1))
                it.watch.run() shouldBe WatchSummary(completed = 1)
                it.lines.takeLast(2) shouldContainExactly
                    listOf("INFO: Job queue empty. Ending...", "INFO: ------------ Job Dispatcher Stopped ------------")
            }
        }

        test("a script that was running when a watcher died is found again at the start") {
            lab(drain = true) {
                it.put("a.sh", GOOD, it.folder.running)
                it.put("b.sh", "#!/bin/sh\necho old", it.folder.running)
                it.put("b.sh", "#!/bin/sh\necho new")
                it.watch.run() shouldBe WatchSummary(completed = 3, requeued = 2)
                it.lines.drop(1).take(2) shouldContainExactly
                    listOf(
                        "WARNING: a.sh was interrupted and is back in the queue",
                        "WARNING: b.sh was interrupted and is back in the queue as b-2.sh",
                    )
                it.completed() shouldContainExactly listOf("a.sh", "b-2.sh", "b.sh")
                it.folder.running.exists() shouldBe false
            }
        }

        context("when the watcher is stopped, the script that runs") {
            fun stopped(script: String, how: (Watch) -> Unit = Watch::stop, body: (Lab, WatchSummary) -> Unit) {
                lab(drain = true) {
                    it.put("a.sh", "#!/bin/sh\n$script")
                    it.put("b.sh", GOOD)
                    val ended = CompletableFuture.supplyAsync { it.watch.run() }
                    awaitFile(it.here) { name -> name == "up" }
                    how(it.watch)
                    it.here.resolve("go").writeText("")
                    body(it, ended.get(60, TimeUnit.SECONDS))
                    it.here.resolve("up").deleteExisting()
                }
            }

            test("goes back into the queue") {
                stopped("touch up; while :; do sleep 0.01; done") { lab, summary ->
                    summary shouldBe WatchSummary(requeued = 1)
                    lab.lines shouldContain "WARNING: a.sh was stopped and is back in the queue"
                    lab.queued() shouldContainExactly listOf("a.sh", "b.sh")
                }
            }

            test("is completed if it ends well when it is asked") {
                stopped("trap 'exit 0' TERM; touch up; while :; do sleep 0.01; done") { lab, summary ->
                    summary shouldBe WatchSummary(completed = 1)
                    lab.completed() shouldContainExactly listOf("a.sh")
                    lab.queued() shouldContainExactly listOf("b.sh")
                }
            }

            test("finishes if only that is asked") {
                stopped("touch up; while ! [ -e go ]; do sleep 0.01; done", Watch::finish) { lab, summary ->
                    summary shouldBe WatchSummary(completed = 1)
                    lab.completed() shouldContainExactly listOf("a.sh")
                    lab.queued() shouldContainExactly listOf("b.sh")
                }
            }
        }

        test("a log that cannot be written is told, and scripts run on") {
            lab {
                it.folder.logfile.toFile().mkdir()
                it.put("a.sh", GOOD)
                val printed = ArrayList<String>()
                val log = WatchLog(it.folder.logfile, it.clock) { line -> printed += line }
                log.info("one")
                log.info("two")
                printed shouldHaveSize 3
                printed[1] shouldContain "logfile.txt cannot be written"
                it.rounds()
                it.completed() shouldContainExactly listOf("a.sh")
            }
        }
    })

private const val GOOD = "#!/bin/sh\n"
