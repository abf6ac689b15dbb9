package mydriver.report.page

import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.collections.shouldContainAll
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldNotContain
import mydriver.report.Goal
import mydriver.report.figure.Axis
import mydriver.report.figure.Figure
import mydriver.report.figure.Form
import mydriver.report.figure.Mark
import mydriver.report.study.StudyReader
import mydriver.report.study.Sweep
import mydriver.store.TableSet
import mydriver.store.TestPlace
import mydriver.store.query.ListRequest

/** Returns the page of a table set, with one figure that [draw] draws. */
internal fun pageOf(tableSet: TableSet, draw: (Figure) -> String = { DRAWN }): String {
    val study = StudyReader(tableSet, ListRequest(), Goal(Sweep.VALID, descending = false)).read()
    val marks = study.points.points.map { Mark(it.params[0], it.metrics[1] as Double, trial = it.id) }
    val figure = Figure("loss", "loss", "One dot is a trial.", Form.SCATTER, Axis("lr"), Axis(Sweep.VALID), marks)
    val svg = draw(figure)
    val setting = Setting("0.1", "sqlite:x.db", "x.exp.kts", "val x = \"</pre><script>alert(2)</script>\"", "--all")
    return StringBuilder()
        .also { Page(study, setting, listOf(PlacedFigure(figure, svg, listOf("loss.png")))).write(it) }
        .toString()
}

private const val DRAWN = "<?xml version=\"1.0\"?><svg width=\"600\" height=\"20\"><text y=\"15\">drawn</text></svg>"

class PageSpec :
    FunSpec({
        val page by lazy { Sweep(24).run(TestPlace.sqlite.url()).use(::pageOf) }

        test("a page asks for nothing from anywhere") {
            Regex("(?i)(src|href|url|@import|fetch|XMLHttp)\\s*[=(]\\s*[\"']?\\s*(https?:)?//")
                .findAll(page)
                .toList()
                .shouldBeEmpty()
            page shouldContain "default-src &#39;none&#39;"
            Regex("<link|<iframe|<object|<base").findAll(page).toList().shouldBeEmpty()
        }

        test("no name and no text of anybody becomes markup") {
            page shouldNotContain "<img src=x"
            page shouldNotContain "<i>own</i>"
            page shouldNotContain "<b>huge</b>"
            page shouldNotContain "<script>alert(2)"
            page shouldNotContain "<script>document.title='owned'"
            Regex("</script>").findAll(page).count() shouldBe 7
        }

        test("the best are drawn side by side with a sample that they are not in") {
            Sweep(24).run(TestPlace.sqlite.url()).use { tableSet ->
                val goal = Goal(Sweep.VALID, descending = false)
                val study = StudyReader(tableSet, ListRequest(), goal, mostPoints = 5).read()
                val shown = parallelPoints(study).map { it.id }
                shown shouldContainAll study.best.flatMap { it.trials }
                shown shouldContainAll study.points.points.map { it.id }
                shown shouldBe shown.distinct().sorted()
            }
        }

        test("a drawing shrinks with the page") {
            page shouldContain "<svg width=\"600\" height=\"20\" viewBox=\"0 0 600 20\"><text"
        }

        test("attributes and text are escaped, and what is ours is not") {
            val html =
                StringBuilder().also { out ->
                    Html(out).element("p", "title" to "a\"b'<c>&", "hidden" to null) { text("<&>").raw("<br>") }
                }
            html.toString() shouldBe "<p title=\"a&quot;b&#39;&lt;c&gt;&amp;\">&lt;&amp;&gt;<br></p>"
        }

        test("lengths of time are told in the units that matter") {
            listOf(0.0, 0.02, 3.21, 42.4, 61.0, 7_500.0, 200_000.0).map(::told) shouldBe
                listOf("0 ms", "20 ms", "3.2 s", "42 s", "1 min 1 s", "2 h 5 min", "2 d 7 h")
            listOf(0L, 999L, 1000L, 1234567L).map(::grouped) shouldBe listOf("0", "999", "1,000", "1,234,567")
        }
    })
