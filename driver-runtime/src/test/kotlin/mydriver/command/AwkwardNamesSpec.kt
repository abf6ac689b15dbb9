package mydriver.command

import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.datatest.withData
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import kotlin.io.path.readText
import mydriver.model.ReportWishes
import mydriver.report.figure.choice.MetricFigures
import mydriver.store.TableSet
import mydriver.store.TestPlace
import mydriver.store.query.ListRequest

/** Names of params and metrics that are in the way of SQL, JSON, HTML, CSV, paths or terminals, all at once. */
class AwkwardNamesSpec :
    FunSpec({
        val folder = tempdir().toPath()

        context("any name works everywhere") {
            withData(nameFn = { it.label }, TestPlace.all) { place ->
                val url = place.url()
                val script = scriptFile(folder, Awkward())
                val desk = Desk(folder, environment = mapOf("MYDRIVER_DATABASE" to url.masked))
                fun type(vararg words: String) = desk.succeed(script, *words)

                test("the trials run, and a view is made") {
                    type("insert")
                    type("worker", "--drain") shouldContain "6 done"
                    type("create_view")
                    place.query(url, "SELECT count(*) FROM \"${url.name}_view\"").single().toString() shouldBe "6"
                }

                test("in list, sorted, filtered and chosen") {
                    for ((i, name) in AWKWARD_NAMES.withIndex()) withClue(name) {
                        val listed = "params.${quotedName(name)}"
                        type("list", "--where=$listed = ${i / 2.0}", "--columns=trial.id,$listed", "--format", "jsonl")
                            .lines()
                            .size shouldBe 3
                        type("list", "--sort=metrics.$name", "--columns", "run", "--format", "csv").lines()[1] shouldBe
                            "0"
                        type("list", "--sortd=params.$name", "--columns", "run", "--format", "csv").lines()[1] shouldBe
                            "2"
                    }
                    type("list", "--only-varying", "--format", "csv")
                    type("list")
                }

                test("in means and best trials") {
                    for (name in AWKWARD_NAMES) withClue(name) {
                        val means =
                            type("list", "--agg", "--best=metrics.$name", "--columns", "run", "--format", "csv").trim()
                        means.lines().last().split(',').let { it[0] to it[1] } shouldBe ("2" to "2")
                        type(
                                "list",
                                "--agg",
                                "--by=params.${quotedName(name)}",
                                "--columns",
                                "metrics.${quotedName(name)}",
                                "--format",
                                "jsonl",
                            )
                            .trim()
                            .lines()
                            .size shouldBe 3
                        type("list", "--best=metrics.$name", "--over=run", "--columns", "metrics.${quotedName(name)}")
                    }
                    type("list", "--agg", "--format", "json")
                }

                test("of one trial and of two") {
                    for (name in AWKWARD_NAMES) withClue(name) {
                        type("show", "1", "--history=$name", "--format", "csv")
                            .trim()
                            .lines()
                            .last()
                            .startsWith("1,2,") shouldBe true
                        val terminal = Desk(folder, Terminals(output = true), mapOf("MYDRIVER_DATABASE" to url.masked))
                        val drawn = terminal.type("show", "1", "--history=$name", script = script).out
                        (drawn.none { it < ' ' && it != '\n' } && drawn.isNotEmpty()) shouldBe true
                    }
                    type("show", "1")
                    type("diff", "1", "5", "--format", "jsonl").lines().size shouldBe AWKWARD_NAMES.size * 2 + 3
                }

                test("in SQL, by the names of the view") {
                    val columns = type("sql", "SELECT * FROM trials ORDER BY id", "--format", "jsonl").lines()[0]
                    columns shouldContain "\"params.größe\":"
                    columns shouldContain "\"params.it's\":"
                    type("sql", "SELECT DISTINCT name FROM history", "--format", "jsonl").trim().lines().size shouldBe
                        AWKWARD_NAMES.size
                }

                context("in exports") {
                    withData("csv", "tsv", "json", "jsonl") { format ->
                        val text = type("export", "--format", format)
                        text shouldContain "größe"
                        val file = folder.resolve("${place.label}.$format")
                        type("export", "-o", "$file")
                        file.readText() shouldBe text
                    }
                }

                test("in figures") {
                    TableSet.open(url).use { tableSet ->
                        for (name in AWKWARD_NAMES) withClue(name) {
                            val wishes = ReportWishes(x = "params.$name", y = listOf("metrics.$name"))
                            val figure = MetricFigures(tableSet.queries, wishes).of(ListRequest(), null).single()
                            Regex("[A-Za-z0-9_-]+").matches(figure.name) shouldBe true
                            figure.marks.isNotEmpty() shouldBe true
                        }
                    }
                }
            }
        }
    })
