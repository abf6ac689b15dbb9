package mydriver.report.figure.choice

import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.collections.shouldBeUnique
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.comparables.shouldBeLessThan
import io.kotest.matchers.doubles.plusOrMinus
import io.kotest.matchers.nulls.shouldNotBeNull
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import mydriver.model.Params
import mydriver.model.ReportWishes
import mydriver.model.UsageError
import mydriver.report.figure.Figure
import mydriver.report.figure.Form
import mydriver.report.figure.Scale
import mydriver.store.TableSet
import mydriver.store.TestPlace
import mydriver.store.gridOf
import mydriver.store.insert
import mydriver.store.query.ListRequest
import mydriver.store.query.listed
import mydriver.store.query.ran

private val rates = listOf(0.001, 0.01, 0.1)
private val all = ListRequest()

/** Numbers with as many digits as there are. */
private fun loss(i: Int) = 0.1 + 0.2 + i / 7.0

class MetricFiguresSpec :
    FunSpec({
        for (place in TestPlace.all) {
            context(place.label) {
                fun opened(points: List<Params>, metrics: List<Map<String, Any>>, replicates: Int = 1): TableSet {
                    val tableSet = TableSet.open(place.url())
                    tableSet.insert(gridOf(*points.toTypedArray()), replicates)
                    tableSet.ran(*metrics.toTypedArray())
                    return tableSet
                }

                fun TableSet.figures(wishes: ReportWishes = ReportWishes()): List<Figure> =
                    MetricFigures(queries, wishes).of(all, "loss")

                test("a small grid is lines of single trials, and their numbers are the database's to the last digit") {
                    val points = rates.flatMap { lr -> listOf("SGD", "ADAM").map { Params.of("lr" to lr, "o" to it) } }
                    opened(points, points.indices.map { mapOf("loss" to loss(it)) }).use { tableSet ->
                        val figure = tableSet.figures().first()
                        figure.form shouldBe Form.LINES
                        figure.x.scale shouldBe Scale.LOG
                        figure.legend shouldBe "o"
                        val stored = tableSet.listed(ListRequest(columns = listOf("id", "lr", "o", "loss")))
                        figure.marks.sortedBy { it.trial }.map { listOf(it.trial, it.x, it.series, it.y) } shouldBe
                            stored
                    }
                }

                test("replicates are means with intervals") {
                    val metrics = List(9) { mapOf("loss" to loss(it)) }
                    opened(rates.map { Params.of("lr" to it) }, metrics, replicates = 3).use { tableSet ->
                        val figure = tableSet.figures().first()
                        figure.form shouldBe Form.INTERVALS
                        val stored = tableSet.listed(ListRequest(columns = listOf("lr", "loss")))
                        figure.marks.map { it.x } shouldBe rates
                        for (mark in figure.marks) {
                            val values = stored.filter { it[0] == mark.x }.map { it[1] as Double }
                            mark.y shouldBe (values.average() plusOrMinus 1e-12)
                            mark.low.shouldNotBeNull() shouldBeLessThan values.min()
                        }
                    }
                }

                test("what matters most is on the x axis, and every param that varies has a figure") {
                    val points = rates.flatMap { lr ->
                        (1..8).map { Params.of("noise" to it, "lr" to lr, "same" to 1) }
                    }
                    val metrics = points.indices.map { mapOf("loss" to loss(it / 8) + 0.01 * (it % 3), "time" to 1.0) }
                    opened(points, metrics).use { tableSet ->
                        val figures = tableSet.figures()
                        figures.map { it.x.label to it.y.label }.take(2) shouldContainExactly
                            listOf("lr" to "loss", "noise" to "loss")
                        figures.last().y.label shouldBe "time"
                    }
                }

                test("very many trials are a fair sample, always the same, with the extremes and a line of medians") {
                    val points = (0 until 4_000).map { Params.of("x" to it * 0.001) }
                    val metrics = points.indices.map { mapOf("loss" to (it * 7919 % 4001) / 4001.0) }
                    opened(points, metrics).use { tableSet ->
                        val figure = tableSet.figures().first()
                        figure.form shouldBe Form.SCATTER
                        figure.marks.size shouldBeLessThan 3_051
                        figure.marks.minOf { it.y!! } shouldBe 0.0
                        figure.trend.size shouldBe 24
                        figure.caption.shouldNotBeNull() shouldContain "of 4,000 trials are drawn"
                        tableSet.figures().first() shouldBe figure
                    }
                }

                test("awkward names stand in figures as they are, and each has a file of its own") {
                    val names = listOf("a.b", "it's \"q\"", "SELECT", "Loss", "löss/../\n<b>", "id")
                    val points = rates.map { lr -> Params.of(*names.map { it to lr }.toTypedArray()) }
                    val metrics = points.indices.map { i -> (names + "loss").associateWith { loss(i) } }
                    opened(points, metrics).use { tableSet ->
                        val figures = tableSet.figures()
                        figures.map { it.name.lowercase() }.shouldBeUnique()
                        figures.map { it.y.label.removePrefix("metrics.") }.distinct().sorted() shouldBe
                            (names + "loss").sorted()
                        val wishes = ReportWishes(x = "params.id", y = listOf("metrics.löss/../\n<b>"))
                        tableSet.figures(wishes).single().marks.map { it.x } shouldBe rates
                    }
                }

                test("wishes that cannot be are told all at once") {
                    opened(rates.map { Params.of("lr" to it) }, listOf(mapOf("loss" to 1.0, "note" to "fine"))).use {
                        val wishes = ReportWishes(x = "lrr", y = listOf("note", "los"), facet = "nothing.like.it")
                        val fault = shouldThrow<UsageError> { it.figures(wishes) }
                        val message = fault.message.shouldNotBeNull()
                        message shouldContain "--x: there is no column \"lrr\""
                        message shouldContain "--y note: it is no number"
                        message shouldContain "--y: there is no column \"los\""
                        message shouldContain "--facet: there is no column \"nothing.like.it\""
                    }
                }

                test("a few numbers far out are left out of the picture and counted, and what is no number too") {
                    val points = (0 until 60).map { Params.of("x" to it) }
                    val metrics =
                        points.indices.map {
                            mapOf("loss" to if (it == 7) 1e30 else if (it == 9) Double.NaN else 1.0 + it * 0.01)
                        }
                    opened(points, metrics).use { tableSet ->
                        val figure = tableSet.figures().first()
                        figure.y.range.shouldNotBeNull().endInclusive shouldBe 1.0 + 59 * 0.01
                        figure.caption shouldBe "1 far outside is not shown. 1 has no number for it."
                    }
                }

                test("before a trial is done there is nothing to show") {
                    TableSet.open(place.url()).use { tableSet ->
                        tableSet.insert(gridOf(Params.of("lr" to 0.1)))
                        tableSet.figures().shouldBeEmpty()
                    }
                }
            }
        }
    })
