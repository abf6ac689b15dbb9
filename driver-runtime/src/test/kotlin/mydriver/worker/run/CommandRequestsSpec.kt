package mydriver.worker.run

import io.kotest.core.spec.style.FunSpec
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.comparables.shouldBeLessThan
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.types.shouldBeInstanceOf
import kotlin.concurrent.thread
import kotlin.io.path.createFile
import kotlin.io.path.exists
import kotlin.io.path.listDirectoryEntries
import kotlin.io.path.name
import kotlin.io.path.readText
import kotlin.time.Duration.Companion.seconds
import kotlin.time.TimeSource
import mydriver.process.ProcessIdentity
import mydriver.process.awaitEnd
import mydriver.worker.pipe.FailureCause
import mydriver.worker.pipe.FailureCause.SIGNAL
import mydriver.worker.pipe.JobEnd
import mydriver.worker.pipe.Request

class CommandRequestsSpec :
    FunSpec({
        val scratch = tempdir().toPath()
        val errands = Errands(scratch)
        val plain = errands.plain

        afterSpec { errands.close() }

        val wait =
            "echo '{\"metric\": \"up\", \"value\": 1}'; while ! [ -e \"\$MYDRIVER_STOP_FILE\" ]; do sleep 0.01; done; "

        fun asking(runner: () -> CommandRunner<Errand>, vararg requests: Request) = Recorder {
            requests.forEach(runner()::request)
        }

        test("a stop is a TERM, and a program that knows nothing of it dies of it") {
            val end =
                errands.run(
                    "echo '{\"metric\": \"up\", \"value\": 1}'; sleep 600",
                    listener = asking({ plain }, Request.STOP),
                )
            end.shouldBeInstanceOf<JobEnd.Failed>().cause shouldBe SIGNAL
            end.exitCode shouldBe 143
        }

        test("a program that handles it saves its state and asks for more time") {
            val place = errands.place()
            val end =
                errands.run(
                    "trap 'cat \"\$MYDRIVER_STOP_FILE\"; exit 99' TERM; $wait sleep 600",
                    place,
                    asking({ plain }, Request.STOP),
                )
            end shouldBe JobEnd.Incomplete()
            place.stdout.readText() shouldContain "stop\n"
            place.path.listDirectoryEntries().map { it.name }.sorted() shouldBe listOf("files", "stderr", "stdout")
        }

        test("a request to finish is only a file unless the script says more") {
            val place = errands.place()
            val end =
                errands.run(
                    "$wait cat \"\$MYDRIVER_STOP_FILE\"; exit 99",
                    place,
                    asking({ plain }, Request.FINISH, Request.CHECKPOINT),
                )
            end shouldBe JobEnd.Incomplete()
            place.stdout.readText() shouldContain "finish\n"
        }

        test("a request to finish after one to stop changes nothing: there is no time for it") {
            val place = errands.place()
            val own = errands.runner(more = { finishSignal() })
            val listener = Recorder {
                listOf(Request.STOP, Request.FINISH).forEach(own::request)
                scratch.resolve("asked").createFile()
            }
            val script =
                "trap 'echo finish' USR2; trap '' TERM; echo '{\"metric\": \"up\", \"value\": 1}'; " +
                    "while ! [ -e ${scratch.resolve("asked")} ]; do sleep 0.01; done; sleep 0.5; " +
                    "cat \"\$MYDRIVER_STOP_FILE\"; exit 99"
            errands.run(script, place, listener, own) shouldBe JobEnd.Incomplete()
            place.stdout.readText().lines().filter { '{' !in it } shouldBe listOf("stop", "")
        }

        test("signals are passed on if the script says so") {
            val place = errands.place()
            val own =
                errands.runner(
                    more = {
                        finishSignal()
                        checkpointSignal()
                    }
                )
            val script =
                "trap 'echo save; touch saved' USR1; trap 'echo finish; exit 99' USR2; " +
                    "echo '{\"metric\": \"up\", \"value\": 1}'; while :; do sleep 0.01; done"
            val listener = Recorder { own.request(Request.CHECKPOINT) }
            val asker = thread {
                while (!scratch.resolve("saved").exists()) Thread.onSpinWait()
                own.request(Request.FINISH)
            }
            errands.run(script, place, listener, own) shouldBe JobEnd.Incomplete()
            asker.join()
            place.stdout.readText().lines().filter { '{' !in it } shouldBe listOf("save", "finish", "")
        }

        test("a program that was to stop before it started is asked to") {
            val listener =
                object : TrialListener by Recorder() {
                    override val wanted = setOf(Request.STOP)
                }
            val end = errands.run("trap 'exit 99' TERM; while :; do sleep 0.01; done", listener = listener)
            // On a slow machine the signal may come before the trap.
            if (end is JobEnd.Failed) end.cause shouldBe FailureCause.SIGNAL else end shouldBe JobEnd.Incomplete()
        }

        test("what was wanted before the start is asked for after it") {
            val listener =
                object : TrialListener by Recorder() {
                    override val wanted = setOf(Request.FINISH)
                }
            errands.run(
                "while ! [ -e \"\$MYDRIVER_STOP_FILE\" ]; do sleep 0.01; done; exit 99",
                listener = listener,
            ) shouldBe JobEnd.Incomplete()
        }

        test("a program that ignores everything is ended with all it started") {
            val place = errands.place()
            val listener = Recorder { plain.abandon() }
            val begun = TimeSource.Monotonic.markNow()
            val end = errands.run("trap '' TERM INT HUP; sleep 600 & echo \$!; $wait", place, listener)
            end.shouldBeInstanceOf<JobEnd.Failed>().exitCode shouldBe 137
            begun.elapsedNow() shouldBeLessThan 20.seconds
            ProcessIdentity.of(place.stdout.readText().lines().first().toLong())?.let { awaitEnd(it) }
            errands.run("exit 0") shouldBe JobEnd.Done()
        }
    })
