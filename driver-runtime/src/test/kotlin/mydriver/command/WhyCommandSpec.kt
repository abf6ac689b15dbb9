package mydriver.command

import io.kotest.core.spec.style.FunSpec
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldStartWith
import java.util.UUID
import mydriver.process.Machine
import mydriver.process.ProcessIdentity
import mydriver.store.HostProcess
import mydriver.store.TableSet
import mydriver.store.TestPlace
import mydriver.store.WorkerRow

/** What people are told of a trial, whatever became of it. */
class WhyCommandSpec :
    FunSpec({
        val folder = tempdir().toPath()

        for (place in TestPlace.all) {
            context(place.label) {
                val url = place.url()
                val desk =
                    Desk(folder, environment = mapOf("MYDRIVER_DATABASE" to url.masked, "MYDRIVER_ROOT" to url.name))
                val script =
                    specScript(folder) {
                        sixPoints()
                        retries {
                            max = 1
                            on(OutOfMemory) { max = 0 }
                        }
                    }
                fun type(line: String) = desk.type(*line.split(' ').toTypedArray(), script = script)
                fun why(id: Any) = type("why $id").also { it.code shouldBe 0 }.out
                fun trial(id: Int, set: String) = place.execute(url, "UPDATE t_trial SET $set WHERE id = $id")
                fun register(pidStart: (Long) -> Long, more: (WorkerRow) -> WorkerRow = { it }): String {
                    val self = ProcessIdentity.current()
                    val process = HostProcess(Machine.local().host, self.pid, pidStart(self.startTime))
                    val id = UUID.randomUUID().toString()
                    TableSet.open(url).use { it.claims.registerWorker(more(WorkerRow(id, process, self.bootId))) }
                    return id
                }
                fun gone() = place.execute(url, "UPDATE t_worker SET ended = 1, state = 'ENDED'")
                type("insert").code shouldBe 0

                test("a queued trial waits for a worker when there is none") {
                    why(3) shouldBe
                        "trial 3 waits for a worker, and none is alive.\n" +
                            "it also waits for its turn: 2 trials are claimed first.\n" +
                            "to start a worker: mydriver spec.exp.kts worker --drain\n"
                }

                test("it waits for its turn, behind those of a higher priority") {
                    register({ it })
                    type("prioritize 2 6")
                    why(6) shouldBe "trial 6 waits for the next worker that is free: it is the first in the queue.\n"
                    why(2) shouldBe
                        "trial 2 waits for its turn: 2 trials are claimed first, 1 of them with a higher priority.\n"
                    gone()
                }

                test("it waits for a worker that offers what it needs") {
                    trial(1, "cpus = 4, gpus = 1, memory = 8589934592")
                    val small = mydriver.model.Resources(cpus = 2, memory = mydriver.model.Memory(1L shl 30))
                    register({ it }) { row -> row.copy(offer = small) }
                    why(1) shouldStartWith
                        "trial 1 waits for a worker that has 4 cpus (the live workers offer at most 2) and 8 GiB of memory " +
                            "(they offer at most 1 GiB) and 1 gpus (they offer at most 0).\n"
                    trial(1, "cpus = 1, gpus = 0, memory = NULL")
                    why(2) shouldContain "waits for its turn"
                    gone()
                }

                test("after a failure it waits until its time has come") {
                    val far = 4102444800000L
                    trial(5, "not_before = $far, failures = 1")
                    register({ it })
                    why(5) shouldStartWith "trial 5 waits until 2100-01-01 00:00:00Z, "
                    trial(5, "not_before = 0, failures = 0")
                    gone()
                }

                test("a running trial tells where, and whether its worker lives") {
                    val worker = register({ it })
                    val far = Long.MAX_VALUE / 4
                    trial(5, "status = 'RUNNING', attempts = 1, claimed_by = '$worker', lease_until = $far")
                    why(5) shouldStartWith "trial 5 runs on ${Machine.local().host}, worker ${worker.take(8)} (pid "
                    why(5) shouldContain "attempt 1.\nits lease is renewed as long as the worker lives"
                    trial(5, "lease_until = 1000")
                    why(5) shouldContain "its lease ran out "
                    val dead = register({ it + 1 })
                    trial(5, "claimed_by = '$dead'")
                    why(5) shouldContain "its worker's process is gone"
                    type("check").code shouldBe 1
                    type("check").out shouldContain "DEAD"
                    type("check --fix").code shouldBe 0
                    val lost = mydriver.store.SubmissionRow("tag1", "local", 2, "here")
                    TableSet.open(url).use { it.submissions.record(lost) }
                    type("check").out shouldContain "submission tag1: 0 of 2 local workers have signed on; logs are in "
                    place.execute(url, "DELETE FROM t_submission")
                    why(5) shouldContain "its worker was lost once since it was last queued by hand."
                    gone()
                }

                test("a trial that failed tells of what, that no retry is left, and where to look") {
                    type("worker --drain").code shouldBe 1
                    val told = why(4)
                    told shouldStartWith
                        "trial 4 failed of ERROR: java.lang.IllegalStateException: too wild; attempt 2 ended "
                    told shouldContain "\nit failed 2 times; retries { max = 1 } in the script allows no more.\n"
                    told shouldContain "\nto see what it printed: mydriver spec.exp.kts logs 4 --stderr\n"
                    why(1) shouldStartWith "trial 1 is done: attempt 1 on ${Machine.local().host} ended "
                    place.execute(url, "UPDATE t_attempt SET outcome = 'INCOMPLETE', cause = NULL WHERE trial = 4")
                    why(4) shouldContain "\nretries are for failures, and returning Incomplete is none.\n"
                    place.execute(
                        url,
                        "UPDATE t_attempt SET outcome = 'FAILED', cause = 'OUT_OF_MEMORY' WHERE trial = 4",
                    )
                    why(4) shouldContain "; retries { on(OutOfMemory) { max = 0 } } in the script allows no more.\n"
                    place.execute(url, "UPDATE t_attempt SET outcome = 'FAILED', cause = 'ERROR' WHERE trial = 4")
                    type("requeue 4")
                    type("cancel 4")
                    why(4) shouldStartWith "trial 4 was cancelled "
                    why(4) shouldContain "attempt 2, its last, ended FAILED ERROR"
                }

                test("a held trial tells since when and by whom") {
                    type("requeue 1,2")
                    type("hold 1")
                    why(1) shouldContain ", by hand on ${Machine.local().host}.\n"
                    why(1) shouldContain "to give it back to workers: mydriver spec.exp.kts release 1\n"
                    place.execute(
                        url,
                        "UPDATE t_event SET worker = 'w', detail = 'param i is missing' WHERE kind = 'HELD'",
                    )
                    why(1) shouldContain ", set aside by a worker: param i is missing.\n"
                }

                test("trials with the same params name each other") {
                    type("insert --force-dup")
                    why(2) shouldContain "trial 8 has the same params; it is replicate 0 of this point.\n"
                    type("void 2")
                    why(2) shouldStartWith "trial 2 was set aside "
                    why(2) shouldContain "it is a duplicate of nothing"
                }

                test("programs get the facts") {
                    val json = type("why 4 --format json").out
                    for (fact in
                        listOf(
                            "\"status\":\"CANCELLED\"",
                            "\"outcome\":\"FAILED\"",
                            "\"cause\":\"ERROR\"",
                            "\"last_event\":\"CANCELLED\"",
                            "\"needs\":{\"cpus\":1",
                        )) json shouldContain fact
                }
            }
        }
    })
