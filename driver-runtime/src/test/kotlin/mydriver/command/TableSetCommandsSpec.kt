package mydriver.command

import io.kotest.core.spec.style.FunSpec
import io.kotest.datatest.withData
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldStartWith
import mydriver.store.TestPlace

private const val SIX_NEW =
    "new 6, already present 0, repeated in the grid 0, changed 0, no longer in the grid 0, total 6\n"
private const val SIX_PRESENT =
    "new 0, already present 6, repeated in the grid 0, changed 0, no longer in the grid 0, total 6\n"

/** The way from a grid to sorted results, by command lines alone, in every database. */
class TableSetCommandsSpec :
    FunSpec({
        val folder = tempdir().toPath()

        context("from the grid to results") {
            withData(TestPlace.all) { place ->
                val url = place.url()
                val desk = Desk(folder, environment = mapOf("MYDRIVER_DATABASE" to url.masked))
                val script = specScript(folder)
                fun type(line: String) = desk.type(*line.split(' ').toTypedArray(), script = script)

                test("looking before anything was inserted says so") {
                    val ended = type("list")
                    ended.code shouldBe 3
                    ended.err shouldContain "nothing has been inserted; run insert first"
                }

                test("the dry run prints the numbers of the real run and writes nothing") {
                    type("insert --dry") shouldBe Ended(0, SIX_NEW, "")
                    type("list").code shouldBe 3
                    type("insert") shouldBe Ended(0, SIX_NEW, "")
                    type("insert --dry") shouldBe Ended(0, SIX_PRESENT, "")
                    type("insert") shouldBe Ended(0, SIX_PRESENT, "")
                    place.count(url) shouldBe 6
                }

                test("the script's text is stored once, and every trial names it") {
                    place.count(url, "blob") shouldBe 1
                    place.query(url, "SELECT DISTINCT bundle FROM t_trial") shouldContainExactly
                        listOf(Bundle("spec.exp.kts", "text").hash)
                }

                test("a worker runs them all, a line for each, and ends with 1 because one failed") {
                    val ended = type("worker --drain")
                    ended.code shouldBe 1
                    ended.out.lines().filter { it.startsWith("trial ") }.size shouldBe 6
                    ended.out shouldContain "5 done, 1 failed"
                    val again = type("worker --drain")
                    again.code shouldBe 0
                    again.out.lines().drop(1) shouldBe listOf("0 done", "")
                    again.out shouldStartWith "worker on "
                }

                test("status counts them") {
                    type("status").out shouldBe "status  trials\nDONE         5\nFAILED       1\ntotal        6\n"
                    type("status --format csv").out shouldBe
                        "status,trials\nQUEUED,0\nRUNNING,0\nDONE,5\nFAILED,1\nCANCELLED,0\nHELD,0\nVOID,0\n"
                }

                test("list sorts by a metric: NaN after numbers, what did not end well last") {
                    type("list --sort valid_loss --columns id,valid_loss").out shouldBe
                        """
                        |id  valid_loss
                        | 3       0.001
                        | 2        0.01
                        | 5        0.02
                        | 1         0.1
                        | 6         NaN
                        | 4
                        |"""
                            .trimMargin()
                }

                context("two spellings sort downwards") {
                    withData("--sort -valid_loss", "--sortd valid_loss", "--sort=-valid_loss") { sort ->
                        type("list $sort --columns id --format tsv").out shouldBe "id\n1\n5\n2\n3\n6\n4\n"
                    }
                }

                test("list shows ids, states, params and metrics; what it is sorted by comes first for people") {
                    type("list --limit 1").out.lines().first() shouldBe
                        "id  status   lr  layers  optimizer  train_loss  valid_loss"
                    type("list --limit 1 --sort valid_loss").out.lines().first() shouldBe
                        "id  status  valid_loss     lr  layers  optimizer  train_loss"
                    type("list --limit 1 --sort valid_loss --format csv").out.lines().first() shouldBe
                        "id,status,lr,layers,optimizer,train_loss,valid_loss"
                }

                context("selectors hold together") {
                    withData(
                        nameFn = { it.first },
                        "1-3,5" to "1 2 3 5",
                        "1-3 5,last" to "1 2 3 5 6",
                        "last" to "6",
                        "9" to "",
                        "1-6 --status failed" to "4",
                        "--status DONE,failed --status VOID --limit 2" to "1 2",
                        "--where lr<0.05" to "2 3 5 6",
                        "--where lr<0.05 --status DONE 1-3" to "2 3",
                    ) { (selector, ids) ->
                        val ended = type("list $selector --columns id --format csv")
                        ended.err shouldBe ""
                        ended.out.lines().drop(1).joinToString(" ").trim() shouldBe ids
                    }
                }

                context("wrong questions are wrong usage, and every fault is named") {
                    withData(
                        nameFn = { it.first },
                        "list 0x3,5-2,now" to listOf("\"0x3\"", "write 2-5", "\"now\""),
                        "list --sort lr --sortd lr" to listOf("contradict"),
                        "list --sort valid_los" to listOf("sort: ", "did you mean valid_loss"),
                        "list --where lr<" to listOf("where"),
                        "list --where 1;DROP" to listOf("where"),
                        "list --status DOEN" to listOf("DOEN"),
                        "list --limit -1" to listOf("limit"),
                        "list --sort nope --where lr< --columns nada" to listOf("\"nope\"", "where", "\"nada\""),
                        "list --columns id,nosuch,nada" to listOf("nosuch", "nada"),
                        "show" to listOf("ID"),
                        "show 99" to listOf("there is no trial 99"),
                        "show 1-3" to listOf("one trial"),
                    ) { (line, told) ->
                        val ended = type(line)
                        ended.code shouldBe 2
                        ended.out shouldBe ""
                        ended.err shouldStartWith "mydriver: "
                        told.forEach { ended.err shouldContain it }
                    }
                }

                test("show tells all of a trial: params, metrics, attempts, files, events and the error") {
                    val ended = type("show 4")
                    ended.code shouldBe 0
                    for (part in
                        listOf(
                            "FAILED",
                            "too wild",
                            "lr",
                            "layers",
                            "attempt 1",
                            "INSERTED",
                            "/4\n",
                            "run lr=0.1",
                            "at ",
                        )) ended.out shouldContain part
                    type("show last --format json").out shouldContain "\"params\":{\"lr\":0.001,\"layers\":2"
                }

                test("the view has a column per param and metric, and goes again") {
                    type("create_view").out shouldContain "view ${url.name}_view made"
                    val sql = "SELECT id FROM ${url.name}_view WHERE lr < 0.05 AND layers = 1 ORDER BY valid_loss"
                    place.query(url, sql).map { (it as Number).toLong() } shouldContainExactly listOf(3, 2)
                    type("create-view").out shouldContain "up to date"
                    place.execute(
                        url,
                        "INSERT INTO t_name (namespace, name, position, identity) VALUES ('metric', 'late', 9, FALSE)",
                    )
                    type("list").err shouldBe ""
                    place.query(url, "SELECT late FROM t_view WHERE id = 1") shouldBe listOf(null)
                    type("drop_view").out shouldContain "dropped"
                    type("drop-view").out shouldContain "nothing to do"
                }

                test("the script's own commands get the trials") {
                    printed { type("ids").code shouldBe 0 } shouldBe "id 1\nid 2\n"
                    printed { type("ids --limit 1") } shouldBe "id 1\n"
                }

                test("clear_db wants a terminal or --yes, the very name, and says what it deletes") {
                    type("clear_db").code shouldBe 2
                    type("clear_db").err shouldContain "add --yes"
                    val person = Terminals(input = true, output = true, errors = true)
                    val environment = mapOf("MYDRIVER_DATABASE" to url.masked)
                    for (answer in listOf(listOf(), listOf(""), listOf("yes"), listOf("y"))) {
                        val asked =
                            Desk(folder, person, environment, answers = answer).type("clear_db", script = script)
                        asked.code shouldBe 1
                        asked.err shouldContain "6 trials and all that is known of them will be deleted"
                        asked.err shouldContain "nothing was deleted"
                    }
                    place.count(url) shouldBe 6
                    val sure =
                        Desk(folder, person, environment, answers = listOf(url.name)).type("clear_db", script = script)
                    sure.out shouldContain "deleted 6 trials"
                    place.count(url) shouldBe 0
                    type("insert")
                    type("list --columns id --limit 1 --format csv").out shouldBe "id\n7\n"
                }

                test("clear_db leaves live leases alone unless forced") {
                    val far = Long.MAX_VALUE / 2
                    place.execute(
                        url,
                        "UPDATE t_trial SET status = 'RUNNING', claimed_by = 'w', lease_until = $far WHERE id = 7",
                    )
                    val refused = type("clear_db --yes")
                    refused.code shouldBe 3
                    refused.err shouldContain "--force"
                    place.count(url) shouldBe 6
                    type("clear-db --yes --force --format json").out shouldBe "{\"deleted\":6}\n"
                }

                test("the numbers come in every format") {
                    type("insert --dry --format csv").out shouldBe
                        "new,already_present,repeated_in_grid,changed,no_longer_in_grid,total\n6,0,0,0,0,6\n"
                }

                test("replicates and forced duplicates are further trials; wrong numbers are wrong usage") {
                    type("insert --replicates 2 --priority 3").out shouldStartWith "new 12, "
                    type("insert --force-dup").out shouldStartWith "new 6, "
                    place.count(url) shouldBe 18
                    type("insert --replicates 0").code shouldBe 2
                    type("insert --priority NaN").code shouldBe 2
                }
            }
        }
    })
