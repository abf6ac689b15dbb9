package mydriver.worker.job

import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldNotContain
import io.kotest.matchers.string.shouldStartWith
import io.kotest.matchers.types.shouldBeInstanceOf
import java.nio.file.Path
import kotlin.io.path.Path
import mydriver.deeds.Deed
import mydriver.deeds.deedExperiment
import mydriver.job.JobContext
import mydriver.job.Outcome
import mydriver.model.DeclaredMetric
import mydriver.model.Direction
import mydriver.model.MetricConvention
import mydriver.worker.pipe.JobEnd
import mydriver.worker.pipe.Point
import mydriver.worker.pipe.TrialOrder
import mydriver.worker.program.MetricLines

private val declared =
    MetricConvention(listOf(DeclaredMetric("valid_loss", Direction.MINIMISE), DeclaredMetric("best \"model\"")))

private class Hearing : JobHost {
    val points = ArrayList<Point>()

    override fun directory(): Path = Path(".")

    override fun report(point: Point) {
        points += point
    }

    override fun keepCheckpoint() = Unit
}

/** What becomes of jobs that report what their script does not declare. */
class DeclaredMetricsSpec :
    FunSpec({
        fun run(convention: MetricConvention?, job: JobContext.(Deed) -> Any?): Pair<JobEnd, List<Point>> {
            val order = TrialOrder(1, 1, 0, 0, ".", mapOf("kind" to "x", "amount" to 0L), "scratch")
            val experiment = deedExperiment.copy(job = { context, deed -> context.job(deed) }, metrics = convention)
            val bound = JobRun(experiment).bind(order.params).shouldBeInstanceOf<BoundTrial.Ready>()
            val host = Hearing()
            return bound.run(TrialContext(order, host, convention)) to host.points
        }

        test("a misspelt metric fails the job where it reports it, and what came before is kept") {
            val (end, points) =
                run(declared) {
                    report("valid_loss", 0.5, 1)
                    report("best \"model\"", "a.bin")
                    report("vaild_loss", 0.25, 2)
                }
            val error = end.shouldBeInstanceOf<JobEnd.Failed>().error
            error.lines().first() shouldStartWith
                "java.lang.IllegalArgumentException: metric \"vaild_loss\" is not declared in metrics { }; " +
                    "did you mean valid_loss?"
            error shouldNotContain "MetricConvention."
            points shouldContainExactly listOf(Point("valid_loss", 0.5, 1), Point("best \"model\"", "a.bin"))
        }

        test("a text is held to the declaration as well") {
            run(declared) { report("best", "a.bin") }.first.shouldBeInstanceOf<JobEnd.Failed>()
        }

        test("undeclared metrics that a job returns fail it, and the error holds all that it returned") {
            for (returned in
                listOf(mapOf("valid_los" to 0.125, "x" to 2), Outcome.done(mapOf("valid_los" to 0.125, "x" to 2)))) {
                val error = run(declared) { returned }.first.shouldBeInstanceOf<JobEnd.Failed>().error.lines()
                error[0] shouldStartWith "metric \"valid_los\" is not declared in metrics { }; did you mean valid_loss?"
                error[1] shouldStartWith "metric \"x\" is not declared"
                error[2] shouldBe "the job returned {valid_los=0.125, x=2}"
            }
        }

        test("declared ones pass, and without a declaration any name does") {
            run(declared) { mapOf("valid_loss" to 0.5) }.first shouldBe JobEnd.Done(mapOf("valid_loss" to 0.5))
            run(null) { mapOf("x" to 0.5) }.first shouldBe JobEnd.Done(mapOf("x" to 0.5))
            run(declared.copy(others = true)) { report("x", 1.0) }.second shouldContainExactly listOf(Point("x", 1.0))
        }

        test("a program that prints one keeps its declared metrics, and is told of the other") {
            val line = """{"metric": {"vaild_loss": 0.25, "valid_loss": 0.5}, "step": 1}""".toByteArray()
            val lines = MetricLines(emptyList(), declared).apply { look(line, 0, line.size) }
            lines.takePoints() shouldContainExactly listOf(Point("valid_loss", 0.5, 1))
            lines.fault!! shouldStartWith "metric \"vaild_loss\" is not declared"
            lines.fault!! shouldContain "printed 0.25 for it"
            val open = MetricLines(emptyList()).apply { look(line, 0, line.size) }
            open.fault.shouldBeNull()
        }
    })
