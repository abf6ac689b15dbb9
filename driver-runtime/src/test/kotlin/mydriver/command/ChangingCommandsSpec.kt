package mydriver.command

import io.kotest.core.spec.style.FunSpec
import io.kotest.datatest.withData
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldMatch
import io.kotest.matchers.string.shouldStartWith
import mydriver.store.TestPlace

/** Changing trials by command lines, in every database. */
class ChangingCommandsSpec :
    FunSpec({
        val folder = tempdir().toPath()

        context("changes") {
            withData(TestPlace.all) { place ->
                val url = place.url()
                val desk =
                    Desk(folder, environment = mapOf("MYDRIVER_DATABASE" to url.masked, "MYDRIVER_ROOT" to url.name))
                val script = specScript(folder)
                fun type(line: String) = desk.type(*line.split(' ').toTypedArray(), script = script)
                fun claimed(id: Int, more: String = "") =
                    place.execute(
                        url,
                        "UPDATE t_trial SET status = 'RUNNING', claimed_by = 'w', attempts = 1, lease_until = " +
                            "${Long.MAX_VALUE / 2}$more WHERE id = $id",
                    )
                type("insert").code shouldBe 0

                context("a change without any selector names the selectors") {
                    withData("cancel", "requeue", "hold", "release", "prioritize 2", "void") { command ->
                        val ended = type(command)
                        ended.code shouldBe 2
                        for (selector in listOf("ids", "--status", "--where", "--all")) ended.err shouldContain selector
                        place.count(url, "event") shouldBe 1
                    }
                }

                test("hold and release say first how many trials are meant, then what was done") {
                    type("hold 1-4") shouldBe Ended(0, "held 4 trials\n", "4 trials: 4 QUEUED\n")
                    type("release --where lr<0.05 --status HELD") shouldBe
                        Ended(0, "released 2 trials\n", "2 trials: 2 HELD\n")
                    type("release --status held --format json") shouldBe
                        Ended(0, "{\"changed\":2,\"refused\":0,\"refused_trials\":{}}\n", "2 trials: 2 HELD\n")
                    type("hold --status FAILED") shouldBe Ended(0, "held 0 trials\n", "0 trials\n")
                }

                test("a trial in a state where a change is not allowed is named, and the command ends with 1") {
                    type("hold 2")
                    val ended = type("hold --all")
                    ended.code shouldBe 1
                    ended.out shouldBe "held 5 trials\n"
                    ended.err shouldBe
                        "6 trials: 5 QUEUED, 1 HELD\n" +
                            "mydriver: 1 trial stays as it is; hold is for those that are QUEUED\n  HELD: 2\n"
                    type("release --all").code shouldBe 0
                }

                context("wrong selections change nothing") {
                    withData(
                        "cancel --all 3" to "--all names every trial",
                        "cancel 99" to "there is no trial 99",
                        "cancel 1,77,99" to "there is no trial 77, 99",
                        "cancel --where nope<1" to "there is no column",
                        "cancel x" to "names no trials",
                        "prioritize high 1" to "high",
                        "prioritize NaN 1" to "finite",
                    ) { (line, told) ->
                        val before = place.count(url, "event")
                        val ended = type(line)
                        ended.code shouldBe 2
                        ended.err shouldContain told
                        place.count(url, "event") shouldBe before
                    }
                }

                test("a higher priority is claimed first; a negative one is typed behind --") {
                    type("prioritize 2.5 5") shouldBe
                        Ended(0, "set the priority of 1 trial to 2.5\n", "1 trial: 1 QUEUED\n")
                    type("prioritize -- -1 6").out shouldBe "set the priority of 1 trial to -1\n"
                    type("list --sortd priority --columns id,priority --limit 2 --format csv").out shouldBe
                        "id,priority\n5,2.5\n1,1.0\n"
                }

                test(
                    "a running trial is cancelled, but is queued again only when its worker is done with it, or by force"
                ) {
                    claimed(1)
                    val cancelled = type("cancel 1-2")
                    cancelled.out shouldBe "cancelled 2 trials\n"
                    cancelled.err shouldContain "1 trial of them ran; each job is asked to stop within 5m"
                    type("why 1").out shouldContain "its job still runs"
                    val refused = type("requeue 1-2")
                    refused.code shouldBe 1
                    refused.out shouldBe "queued 1 trial again\n"
                    refused.err shouldContain "  CANCELLED: 1, which a worker has; --force takes it away\n"
                    type("requeue --force 1").code shouldBe 0
                    type("list 1 --columns status,worker --format csv").out shouldBe "status,worker\nQUEUED,\n"
                }

                test("a void trial does not count as a duplicate, and requeue leaves it alone") {
                    type("void 6").out shouldBe "voided 1 trial\n"
                    type("insert").out shouldStartWith "new 1, already present 5"
                    type("requeue 6").code shouldBe 1
                    type("why 6").out shouldContain "in its place there is trial 7, which is QUEUED."
                    type("status 6-7").out shouldBe
                        "status  trials\nQUEUED       1\nVOID         1\ntotal        2\n" +
                            "no worker is alive: nothing runs what is queued\n"
                }

                test("a clone has the changed params, the rest of the first, and is its child") {
                    type("prioritize 3 2")
                    val cloned = type("clone 2 lr=0.5 optimizer=ADAM")
                    cloned.err shouldBe ""
                    cloned.out shouldMatch "\\d+\n"
                    val id = cloned.out.trim()
                    type("list $id --columns lr,layers,optimizer,priority,parent,status --format csv").out shouldBe
                        "lr,layers,optimizer,priority,parent,status\n0.5,1,ADAM,3.0,2,QUEUED\n"
                    val again = type("clone 2 lr=0.5 optimizer=ADAM")
                    again.code shouldBe 1
                    again.err shouldBe "mydriver: trial $id has these params already; nothing was inserted\n"
                    type("clone $id lr=0.01 optimizer=SGD --format json").out shouldBe
                        "{\"id\":2,\"new\":false,\"parent\":$id}\n"
                    type("why $id").out shouldContain "it is a copy of trial 2."
                }

                context("a clone of nothing, or of nothing new, says so") {
                    withData(
                        "clone 2" to "insert --force-dup",
                        "clone 99 lr=1.0" to "there is no trial 99",
                        "clone 1-3 lr=1.0" to "clone takes one trial",
                        "clone 2 rate=1.0" to "there is no param \"rate\"",
                        "clone 2 lr=fast" to "lr",
                    ) { (line, told) ->
                        val ended = type(line)
                        ended.code shouldBe 2
                        ended.err shouldContain told
                    }
                }
            }
        }
    })
