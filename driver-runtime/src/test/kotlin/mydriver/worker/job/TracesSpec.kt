package mydriver.worker.job

import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldEndWith
import io.kotest.matchers.string.shouldNotContain
import io.kotest.matchers.types.shouldBeInstanceOf
import java.nio.file.Path
import java.util.concurrent.CompletableFuture
import kotlin.io.path.Path
import mydriver.deeds.Deed
import mydriver.deeds.deedExperiment
import mydriver.deeds.deeds
import mydriver.job.JobContext
import mydriver.worker.pipe.JobEnd
import mydriver.worker.pipe.Point
import mydriver.worker.pipe.TrialOrder

private class Stubborn : RuntimeException() {
    override val message: String
        get() = throw IllegalStateException("no message")
}

/** What is told of a job that fails. */
class TracesSpec :
    FunSpec({
        fun traceOf(job: JobContext.(Deed) -> Any?): String {
            val order = TrialOrder(1, 1, 0, 0, ".", mapOf("kind" to "x", "amount" to 0L), "scratch")
            val experiment = deedExperiment.copy(job = { context, deed -> context.job(deed) })
            val bound = JobRun(experiment).bind(order.params).shouldBeInstanceOf<BoundTrial.Ready>()
            val context = TrialContext(order, Nobody)
            return bound.run(context).shouldBeInstanceOf<JobEnd.Failed>().error
        }

        test("the first line says it all, the next ones say where in the user's code") {
            val trace = traceOf { deed -> deeds.getValue("throw")(this, deed) }.lines()
            trace.first() shouldBe "java.lang.IllegalStateException: no such layer"
            trace[1] shouldContain "    at mydriver.deeds.SpecChild"
        }

        test("frames of the driver, above and below the job, are left out") {
            val trace = traceOf { report("x".repeat(5_000), 1.0) }
            trace shouldNotContain "JobRun"
            trace shouldNotContain "TrialContext"
            trace shouldNotContain "ExperimentBuilder"
        }

        test("causes and suppressed failures are told, also when they are caught in a circle") {
            val inner = IllegalArgumentException("inner")
            val outer = IllegalStateException("outer", inner).apply { addSuppressed(Error("beside")) }
            inner.initCause(outer)
            val trace = traceOf { throw outer }
            listOf("Caused by: java.lang.IllegalArgumentException: inner", "Suppressed: java.lang.Error: beside")
                .forEach {
                    trace shouldContain it
                }
        }

        test("what failed on another thread keeps the frames of that thread") {
            val trace = traceOf { CompletableFuture.supplyAsync { throw IllegalStateException("there") }.join() }
            trace shouldContain "Caused by: java.lang.IllegalStateException: there\n    at "
        }

        test("an exception whose message throws is told all the same") {
            traceOf { throw Stubborn() }.lines().first() shouldContain
                "its message throws java.lang.IllegalStateException: no message"
        }

        test("a trace is bounded") {
            val trace = traceOf { throw IllegalStateException("x".repeat(1_000_000)) }
            (trace.length < 100_000) shouldBe true
            trace shouldEndWith "…"
            firstLine(trace).length shouldBe 4_096
        }
    })

private object Nobody : JobHost {
    override fun directory(): Path = Path(".")

    override fun report(point: Point): Unit = Unit

    override fun keepCheckpoint(): Unit = Unit
}
