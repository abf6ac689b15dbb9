package mydriver.command

import io.kotest.core.spec.style.FunSpec
import io.kotest.datatest.withData
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import kotlin.io.path.exists
import kotlin.io.path.writeText
import mydriver.store.TestPlace

/** Points from the command line and from files, in every database. */
class InsertCommandSpec :
    FunSpec({
        val folder = tempdir().toPath()
        val script = specScript(folder)

        context("points that are not the grid's") {
            withData(TestPlace.all) { place ->
                val desk = Desk(folder, environment = mapOf("MYDRIVER_DATABASE" to place.url().masked))
                fun type(line: String) = desk.type(*line.split(' ').toTypedArray(), script = script)

                test("words are inserted instead of the grid, which is not said to lack anything") {
                    type("insert lr=0.5,0.25 layers=1..3 --dry").out shouldBe
                        "new 6, already present 0, repeated 0, changed 0, total 6\n"
                    type("insert lr=0.5,0.25 layers=1..3").code shouldBe 0
                    type("insert lr=0.5,0.25 layers=1..3").out shouldBe
                        "new 0, already present 6, repeated 0, changed 0, total 6\n"
                    type("list --columns lr,layers,optimizer --sort trial.id --format csv").out shouldBe
                        "lr,layers,optimizer\n0.5,1,SGD\n0.5,2,SGD\n0.5,3,SGD\n0.25,1,SGD\n0.25,2,SGD\n0.25,3,SGD\n"
                }

                test("sweeps and fixed values go on top of the grid") {
                    type("insert --dry -p optimizer=SGD,ADAM").out shouldBe
                        "new 12, already present 0, repeated 0, changed 0, total 12\n"
                    type("insert --dry --set layers=7 --format json").out shouldContain
                        "\"repeated_in_grid\":3,\"changed\":0,\"no_longer_in_grid\":null,\"total\":6"
                    type("insert --dry --sweep layers=1,2 --set lr=0.5 --format jsonl")
                        .out
                        .lines()
                        .toSet()
                        .size shouldBe 3
                }

                test("a file has a point per row, and words win over it") {
                    folder.resolve("p.csv").writeText("lr,optimizer\n0.5,ADAM\n0.125,\n")
                    type("insert --params p.csv --format json").out shouldBe
                        "{\"new\":2,\"already_present\":0,\"repeated_in_grid\":0,\"changed\":0,\"no_longer_in_grid\":null,\"total\":2}\n"
                    type("insert --params p.csv layers=2 optimizer=SGD --dry").out shouldBe
                        "new 0, already present 2, repeated 0, changed 0, total 2\n"
                }

                test("the grid itself is counted as before") {
                    type("insert").out shouldBe
                        "new 6, already present 0, repeated in the grid 0, changed 0, no longer in the grid 8, total 6\n"
                }
            }
        }

        context("whatever is wrong is told, and no database is made") {
            withData(
                nameFn = { it.first },
                "insert layers=1" to "param \"lr\" is missing",
                "insert lr=fast layers=0.5 nosuch=1" to "there is no param \"nosuch\"",
                "insert -p lr=1 --set lr=2" to "param \"lr\" is given twice",
                "insert --set lr" to "\"lr\" sets no param",
                "insert --params none.csv" to "none.csv cannot be read",
                "insert lr=1 --dry --params bad.json" to "bad.json is no JSON",
            ) { (line, told) ->
                folder.resolve("bad.json").writeText("{")
                val ended = Desk(folder).type(*line.split(' ').toTypedArray(), script = script)
                ended.code shouldBe 2
                ended.out shouldBe ""
                ended.err shouldContain told
                folder.resolve("spec.db").exists() shouldBe false
            }
        }

        test("no grid is needed for words, but for sweeps") {
            val bare = specScript(folder) {}
            Desk(folder).type("insert", "--dry", "lr=1,2", script = bare).out shouldContain "new 2, "
            val ended = Desk(folder).type("insert", "--dry", "-p", "lr=1,2", script = bare)
            ended.code shouldBe 3
            ended.err shouldContain "declares no grid"
        }

        test("a file without points is told, and is no error") {
            folder.resolve("empty.csv").writeText("lr\n")
            val ended = Desk(folder).type("insert", "--dry", "--params", "empty.csv", script = script)
            ended.code shouldBe 0
            ended.err shouldBe "there is nothing to insert\n"
        }
    })
