package mydriver.command

import io.kotest.core.spec.style.FunSpec
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import mydriver.process.Machine
import mydriver.process.ProcessIdentity
import mydriver.store.HostProcess
import mydriver.store.TableSet
import mydriver.store.TestPlace
import mydriver.store.WorkerRow

/** Waiting by command line: what it ends with. */
class WaitCommandSpec :
    FunSpec({
        val folder = tempdir().toPath()

        for (place in TestPlace.all) {
            context(place.label) {
                fun lab(): Pair<mydriver.store.TableSetUrl, (String, () -> Int?) -> Ended> {
                    val url = place.url()
                    val environment = mapOf("MYDRIVER_DATABASE" to url.masked, "MYDRIVER_ROOT" to "$folder/${url.name}")
                    val script = specScript(folder)
                    return url to
                        { line, ticks ->
                            Desk(folder, environment = environment, ticks = ticks)
                                .type(*line.split(' ').toTypedArray(), script = script)
                        }
                }
                fun register(url: mydriver.store.TableSetUrl, later: Long = 0): String {
                    val self = ProcessIdentity.current()
                    val process = HostProcess(Machine.local().host, self.pid, self.startTime + later)
                    TableSet.open(url).use { it.claims.registerWorker(WorkerRow("w$later", process, self.bootId)) }
                    return "w$later"
                }
                val never: () -> Int? = { error("nobody waits here") }

                test("it waits for what is queued or running now, and ends with 1 if not all are done") {
                    val (url, type) = lab()
                    type("insert", never)
                    register(url)
                    val ended =
                        type("wait") {
                            type("worker --drain", never)
                            null
                        }
                    ended.code shouldBe 1
                    ended.err shouldBe
                        "waiting for 6 trials\n0 of 6 trials ended: 0 done, 0 failed\n6 of 6 trials ended: 5 done, 1 failed\n" +
                            "mydriver: not all are DONE: 1 FAILED\n"
                    type("wait", never).code shouldBe 0
                    type("wait 1-3 --format json", never).out shouldBe
                        "{\"trials\":3,\"queued\":0,\"running\":0,\"done\":3,\"failed\":0,\"cancelled\":0,\"held\":0,\"void\":0}\n"
                    type("wait --all", never).code shouldBe 1
                }

                test("it is not kept by trials that come later, nor by those it was not told of") {
                    val (url, type) = lab()
                    type("insert", never)
                    register(url)
                    val ended =
                        type("wait 2") {
                            type("insert --force-dup", never)
                            place.execute(url, "UPDATE t_trial SET status = 'DONE' WHERE id = 2").let { null }
                        }
                    ended.code shouldBe 0
                }

                test("it ends when its time is over, when it is stopped, and when nobody is left") {
                    val (url, type) = lab()
                    type("insert", never)
                    val alone = type("wait", never)
                    alone.code shouldBe 1
                    alone.err shouldContain "no worker is left, but 6 trials are still queued or running"
                    register(url)
                    type("wait --timeout 0s", never).code shouldBe 124
                    type("wait") { 130 }.code shouldBe 130
                    type("wait --timeout soon", never).code shouldBe 2
                }

                test("before it gives up, it takes trials back from workers that died here") {
                    val (url, type) = lab()
                    type("insert", never)
                    val dead = register(url, later = 1)
                    place.execute(
                        url,
                        "UPDATE t_trial SET status = 'RUNNING', attempts = 1, claimed_by = '$dead', lease_until = 1 " +
                            "WHERE id = 3",
                    )
                    val ended = type("wait", never)
                    ended.code shouldBe 1
                    ended.err shouldContain "trial 3 attempt 1 LOST"
                    type("list 3 --columns status,losses --format csv", never).out shouldBe "status,losses\nQUEUED,1\n"
                }
            }
        }
    })
