package mydriver.worker.job

import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.kotest.matchers.types.shouldBeInstanceOf
import java.io.ByteArrayOutputStream
import mydriver.job.Job
import mydriver.store.untyped
import mydriver.worker.pipe.Frame
import mydriver.worker.pipe.FrameReader
import mydriver.worker.pipe.FrameWriter
import mydriver.worker.pipe.JobEnd
import mydriver.worker.pipe.Request
import mydriver.worker.pipe.TrialOrder

private val order = TrialOrder(1, 1, 0, 7, "files", mapOf("i" to 1L), "scratch")

class TrialChildSpec :
    FunSpec({
        test("what is asked of a child that has no trial yet reaches the job, and costs no trial") {
            var asked = false
            val experiment =
                untyped("early")
                    .copy(
                        job =
                            Job { context, _ ->
                                asked = context.stopRequested
                                null
                            }
                    )
            val sent = ByteArrayOutputStream()
            FrameWriter(sent).run {
                listOf(Frame.Ask(Request.STOP), Frame.Begin(order), Frame.Go, Frame.Taken).forEach(::write)
            }
            val told = ByteArrayOutputStream()
            TrialChild(sent.toByteArray().inputStream(), told, flush = {}, orphaned = {}).serve(experiment)
            asked shouldBe true
            val reader = FrameReader(told.toByteArray().inputStream())
            val end = generateSequence { reader.read() }.last()
            end.shouldBeInstanceOf<Frame.End>().end.shouldBeInstanceOf<JobEnd.Done>()
        }
    })
