package mydriver.worker.run

import io.kotest.core.spec.style.FunSpec
import io.kotest.datatest.withData
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.collections.shouldContain
import io.kotest.matchers.maps.shouldContainAll
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldStartWith
import io.kotest.matchers.types.shouldBeInstanceOf
import java.nio.file.Files
import kotlin.io.path.createDirectories
import kotlin.io.path.exists
import kotlin.io.path.fileSize
import kotlin.io.path.readText
import kotlin.io.path.writeText
import mydriver.deeds.specEnvironment
import mydriver.process.OomKills
import mydriver.process.ProcessIdentity
import mydriver.process.awaitEnd
import mydriver.worker.files.AttemptDirectory
import mydriver.worker.pipe.FailureCause
import mydriver.worker.pipe.FailureCause.ERROR
import mydriver.worker.pipe.FailureCause.EXIT
import mydriver.worker.pipe.FailureCause.OUT_OF_MEMORY
import mydriver.worker.pipe.FailureCause.SIGNAL
import mydriver.worker.pipe.FailureCause.STAGING
import mydriver.worker.pipe.JobEnd
import mydriver.worker.pipe.Point
import mydriver.worker.pipe.TrialOrder

private class BadErrand(val script: String, val cause: FailureCause, val exitCode: Int?, val error: String)

class CommandRunnerSpec :
    FunSpec({
        val scratch = tempdir().toPath()
        val errands = Errands(scratch)
        val plain = errands.plain

        afterSpec { errands.close() }

        context("how the program ended is how the attempt ends") {
            withData(
                nameFn = { it.first },
                "exit 0" to JobEnd.Done(),
                "exit 99" to JobEnd.Incomplete(),
                "echo '{\"loss\": 0.25, \"epochs\": 3, \"best\": \"a\", \"bad\": NaN}' >\$MYDRIVER_DIRECTORY/metrics.json" to
                    JobEnd.Done(mapOf("loss" to 0.25, "epochs" to 3L, "best" to "a", "bad" to Double.NaN)),
                "echo '{\"loss\": 1}' >\$MYDRIVER_DIRECTORY/metrics.json; exit 99" to
                    JobEnd.Incomplete(mapOf("loss" to 1L)),
            ) { (script, end) ->
                errands.run(script) shouldBe end
            }
        }

        context("a bad program fails its attempt, and the next one runs") {
            withData(
                nameFn = { it.script.take(60) },
                BadErrand("echo oh no >&2; exit 3", EXIT, 3, "sh ended with exit code 3\nits stderr ends with:\noh no"),
                BadErrand("exit 100", EXIT, 100, "sh ended with exit code 100"),
                BadErrand("kill -s SEGV \$\$", SIGNAL, 139, "signal 11 ended sh"),
                BadErrand("kill -s KILL 0", SIGNAL, 137, "signal 9 ended sh"),
                BadErrand("rm -r \"\$MYDRIVER_DIRECTORY/..\"; exit 4", EXIT, 4, "sh ended with exit code 4"),
                BadErrand("exec >&- 2>&-; echo x; exit 5", EXIT, 5, "sh ended with exit code 5"),
                BadErrand(
                    "echo '{\"metric\": \"a\", \"value\": [1]}'",
                    ERROR,
                    null,
                    "sh reported what is no metric: metric \"a\" is [1]: metrics are numbers or text; the line was: {",
                ),
                BadErrand(
                    "n=\$(head -c 10000 /dev/zero | tr '\\0' n); echo \"{\\\"metric\\\": \\\"\$n\\\", \\\"value\\\": 1}\"",
                    ERROR,
                    null,
                    "sh reported what is no metric: a metric's name must have 1 to 1,000 characters, not 10,000",
                ),
                BadErrand(
                    "echo '[1]' >\$MYDRIVER_DIRECTORY/metrics.json",
                    ERROR,
                    null,
                    "sh left a metrics.json that cannot be used: it holds no JSON object",
                ),
                BadErrand(
                    "head -c 2000000 /dev/zero >\$MYDRIVER_DIRECTORY/metrics.json",
                    ERROR,
                    null,
                    "sh left a metrics.json that cannot be used: it has 2000000 bytes, more than 1048576",
                ),
            ) { bad ->
                val end = errands.run(bad.script).shouldBeInstanceOf<JobEnd.Failed>()
                end.error shouldStartWith bad.error
                end.cause shouldBe bad.cause
                end.exitCode shouldBe bad.exitCode
                errands.run("exit 0") shouldBe JobEnd.Done()
            }
        }

        context("what cannot be started is a fault of staging, with the way out") {
            scratch.resolve("flat").writeText("no program")
            withData(
                nameFn = { it.second },
                errands.runner(words = arrayOf("no-such-program")) to
                    "no-such-program cannot be started: there is no program \"no-such-program\" on PATH",
                errands.runner(words = arrayOf("./flat")) to
                    "./flat cannot be started: $scratch/./flat is not executable; make it",
                errands.runner(words = arrayOf("flat")) to
                    "on PATH (${specEnvironment["PATH"]}); write ./flat for the file",
                errands.runner(more = { directory("gone") }) to
                    "sh cannot be started: its working directory $scratch/gone does not exist; make it",
            ) { (runner, fault) ->
                val end = errands.run("exit 0", runner = runner).shouldBeInstanceOf<JobEnd.Failed>()
                end.cause shouldBe STAGING
                end.error shouldContain fault
            }
        }

        test("a run directory that cannot be made is a fault of staging") {
            val file = scratch.resolve("file").also { it.writeText("") }
            val end =
                errands.run("exit 0", AttemptDirectory(file.resolve("1"), 1, "{}")).shouldBeInstanceOf<JobEnd.Failed>()
            end.cause shouldBe STAGING
            end.error shouldContain "$file"
        }

        test("a block that throws fails the attempt, a row that does not bind is none") {
            val thrown = errands.run("exit 0", runner = errands.runner(more = { check(it.word != null) { "no word" } }))
            thrown.shouldBeInstanceOf<JobEnd.Failed>().error shouldStartWith
                "java.lang.IllegalStateException: no word\n"
            val refused =
                errands
                    .run("exit 0", runner = errands.runner(more = { argument(it) }))
                    .shouldBeInstanceOf<JobEnd.Failed>()
            refused.cause shouldBe ERROR
            refused.error shouldStartWith "argument is a mydriver.worker.run.Errand"
            val order = TrialOrder(1, 1, 0, 0, "$scratch", mapOf("script" to 5L), "$scratch")
            plain.run(order, lazyOf(errands.place()), Recorder(), another = true).shouldBeInstanceOf<JobEnd.Unbound>()
        }

        test("a listener can forbid the start, and nothing of the trial exists then") {
            val place = errands.place()
            errands.run("exit 0", place, Recorder(allowed = false)).shouldBeNull()
            place.trialFolder.exists() shouldBe false
        }

        test("the program works in the script's folder, with its attempt in its variables") {
            val place = errands.place()
            errands.run("pwd; env; ls -d \"\$MYDRIVER_SCRATCH\"; cat \"\$MYDRIVER_PARAMS\"", place) shouldBe
                JobEnd.Done()
            val lines = place.stdout.readText().lines()
            lines.first() shouldBe "$scratch"
            lines shouldContain "{\"a\": 1}"
            val variables = lines.filter { '=' in it }.associate { it.substringBefore('=') to it.substringAfter('=') }
            variables shouldContainAll
                mapOf(
                    "MYDRIVER_TRIAL_ID" to "${errands.trials}",
                    "MYDRIVER_ATTEMPT" to "1",
                    "MYDRIVER_REPLICATE" to "2",
                    "MYDRIVER_SEED" to "99",
                    "MYDRIVER_DIRECTORY" to "${place.files}",
                    "MYDRIVER_DEADLINE" to "1234",
                    "MYDRIVER_STOP_FILE" to "${place.path}/stop",
                    "LANE" to "1",
                )
            place.files.exists() shouldBe true
        }

        test("the script says where the program works and what variables it has") {
            val place = errands.place()
            val folder = scratch.resolve("below/it's").createDirectories()
            val own =
                errands.runner(
                    more = {
                        directory("below/it's")
                        environment("WORD", it.word)
                    }
                )
            errands.run("pwd; echo \"\$WORD \$1\"", place, runner = own, word = "two words") shouldBe JobEnd.Done()
            place.stdout.readText() shouldBe "$folder\ntwo words two words\n"
        }

        test("metrics are read while the program runs") {
            val flag = scratch.resolve("seen")
            val listener = Recorder { flag.writeText("") }
            errands.run(
                "echo '{\"metric\": \"loss\", \"value\": 0.5, \"step\": 1}'; while ! [ -e seen ]; do sleep 0.01; done",
                listener = listener,
            ) shouldBe JobEnd.Done()
            listener.points shouldBe listOf(Point("loss", 0.5, 1))
        }

        test("a program that says that its files are complete has them kept") {
            var kept = 0
            val listener = Recorder().apply { onCheckpoint = { kept++ } }
            errands.run("echo '{\"checkpointed\": true}'", listener = listener) shouldBe JobEnd.Done()
            kept shouldBe 1
        }

        test("a gigabyte of output goes to the file, and what is a metric in it is found") {
            val place = errands.place()
            val listener = Recorder()
            val line = "{\"metric\": \"loss\", \"value\": 1}"
            val script =
                "echo '$line'; yes 'epoch 1: loss=0.5 and some more words in a line' | head -c 500000000; echo; " +
                    "head -c 500000000 /dev/zero; echo; printf '$line'"
            errands.run(script, place, listener) shouldBe JobEnd.Done()
            listener.points shouldBe listOf(Point("loss", 1.0), Point("loss", 1.0))
            place.stdout.fileSize() shouldBe 1_000_000_002L + 2 * line.length + 1
            Files.delete(place.stdout)
        }

        test("what a program leaves behind ends with it, also in a session of its own") {
            val place = errands.place()
            errands.run("sleep 600 & echo \$!; setsid sleep 600 & echo \$!; sleep 0.1", place) shouldBe JobEnd.Done()
            val pids = place.stdout.readText().lines().filter { it.isNotEmpty() }
            pids.size shouldBe 2
            pids.mapNotNull { ProcessIdentity.of(it.toLong()) }.forEach { awaitEnd(it) }
        }

        context("the kernel's own kills") {
            val root = scratch.resolve("kernel")
            val counter = root.resolve("proc/vmstat")
            counter.parent.createDirectories()
            counter.writeText("oom_kill 4\n")
            val own = errands.runner(OomKills(root))

            test("are told by their count") {
                val end = errands.run("echo oom_kill 5 >'$counter'; kill -s KILL \$\$", runner = own)
                end.shouldBeInstanceOf<JobEnd.Failed>().cause shouldBe OUT_OF_MEMORY
                end.error shouldBe "the kernel ended sh because memory ran out (signal 9)"
            }

            test("are not taken for those of others") {
                errands.run("kill -s KILL \$\$", runner = own).shouldBeInstanceOf<JobEnd.Failed>().cause shouldBe SIGNAL
            }
        }
    })
