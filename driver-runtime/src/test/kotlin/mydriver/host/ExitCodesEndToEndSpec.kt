package mydriver.host

import io.kotest.core.spec.style.FunSpec
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import java.util.concurrent.CompletableFuture

private const val SCRIPT =
    """
    data class Work(val kind: String)

    experiment<Work>("codes") {
        lease(30.seconds)
        grid { for (kind in listOf("fails", "fails too", "works", "waits")) trial(Work(kind)) }
        job { p ->
            println("I am " + p.kind)
            if (p.kind.startsWith("fails")) error("it is broken")
            if (p.kind == "waits") {
                directory.resolve("../../../../../started").toFile().writeText("")
                while (!stopRequested) Thread.onSpinWait()
                return@job Incomplete
            }
            Unit
        }
    }
    """

/** The real launcher and jar: what the commands about trials and workers end with. */
class ExitCodesEndToEndSpec :
    FunSpec({
        val machine = Machine(tempdir("exit codes").toPath()).withSystem().withJava()
        val script = machine.write("foo.exp.kts", SCRIPT)
        fun type(line: String, more: Map<String, String> = emptyMap()) =
            machine.run(Machine.launcher, script, *line.split(' ').toTypedArray(), more = more)

        fun start(line: String) = machine.start(Machine.launcher, script, *line.split(' ').toTypedArray())

        /** Starts a worker on the trial that waits until it is stopped; returns its pid when the job runs. */
        fun worker(): Pair<CompletableFuture<Ran>, Long> {
            machine.folder.resolve("started").toFile().delete()
            val worker = start("worker --drain")
            awaitFile(machine.folder) { it == "started" }
            val pid = Regex("\"pid\":(\\d+)").findAll(type("check --format json").out).last().groupValues[1]
            return worker to pid.toLong()
        }

        fun send(signal: String, pid: Long) = machine.run("sh", "-c", "kill -s $signal $pid").code shouldBe 0

        fun logsOf(id: Int): ProcessHandle {
            while (true) {
                val all = ProcessHandle.current().descendants().toList()
                val found = all.firstOrNull { one ->
                    val words = one.info().arguments().orElse(emptyArray()).toList()
                    "mydriver.host.Main" in words && words.takeLast(3) == listOf("logs", "-f", "$id")
                }
                if (found != null) return found
                Thread.onSpinWait()
            }
        }

        test("insert, looking, and wrong selections") {
            type("wait").code shouldBe 3
            type("insert").code shouldBe 0
            type("cancel").code shouldBe 2
            type("why 1").out shouldContain "waits for a worker, and none is alive"
            type("hold 3-4").code shouldBe 0
            type("hold 3-4").code shouldBe 1
            type("logs 1").code shouldBe 1
        }

        test("a worker ends with 1 for failures, 0 if they are no fault of it, 1 when one comes again and again") {
            type("worker -n 1").code shouldBe 1
            type("requeue 1").code shouldBe 0
            type("worker -n 1 --ok-on-failed").code shouldBe 0
            type("requeue 1").code shouldBe 0
            val broken = type("worker --drain --ok-on-failed --stop-after-failures 2")
            broken.code shouldBe 1
            broken.err shouldContain "2 attempts in a row failed of the same error"
            type("logs 1").out shouldBe "I am fails\n"
            type("logs 1 --stderr").code shouldBe 0
            type("release 3").code shouldBe 0
            type("worker --drain --ok-on-failed").code shouldBe 0
        }

        test("wait ends with 0 when all are done, 1 when some are not, 1 when nobody is left") {
            type("wait 3").code shouldBe 0
            type("wait 1,3").code shouldBe 1
            type("release 4").code shouldBe 0
            type("wait").code shouldBe 1
        }

        test("wait ends with 124 when its time is over; TERM ends a worker in order, with 143") {
            val (worker, pid) = worker()
            type("wait --timeout 10ms").code shouldBe 124
            send("TERM", pid)
            worker.get().code shouldBe 143
            type("list 4 --columns status,attempts,failures --format csv").out shouldBe
                "status,attempts,failures\nQUEUED,1,0\n"
            type("check").code shouldBe 0
        }

        test("INT ends a worker with 130, and somebody who follows its logs") {
            val (worker, pid) = worker()
            val logs = start("logs -f 4")
            send("INT", logsOf(4).pid())
            logs.get().code shouldBe 130
            send("INT", pid)
            worker.get().code shouldBe 130
        }

        test("a cancelled job stops, and its trial stays cancelled; a dead worker's trial is queued by check --fix") {
            val (worker, pid) = worker()
            send("KILL", pid)
            worker.get().code shouldBe 137
            type("check").code shouldBe 1
            type("check --fix").code shouldBe 0
            type("why 4").out shouldContain "its worker was lost once"
            type("list 4 --columns status,losses --format csv").out shouldBe "status,losses\nQUEUED,1\n"
            type("cancel 4").code shouldBe 0
            type("requeue --force 4").code shouldBe 0
        }
    })
