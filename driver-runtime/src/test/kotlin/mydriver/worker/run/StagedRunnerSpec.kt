package mydriver.worker.run

import io.kotest.core.spec.style.FunSpec
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.shouldBe
import io.kotest.matchers.types.shouldBeInstanceOf
import java.io.IOException
import kotlin.io.path.writeText
import mydriver.model.ConfigurationError
import mydriver.worker.Staging
import mydriver.worker.files.AttemptDirectory
import mydriver.worker.pipe.FailureCause
import mydriver.worker.pipe.JobEnd
import mydriver.worker.pipe.TrialOrder

class StagedRunnerSpec :
    FunSpec({
        val folder = tempdir().toPath()
        val errands = Errands(folder)
        afterSpec { errands.close() }
        val params = mapOf("script" to "cat \"\$MYDRIVER_DIRECTORY/made\"", "word" to null)

        fun run(staging: Staging, listener: TrialListener = Recorder()): Pair<JobEnd?, AttemptDirectory> {
            val place = errands.place()
            val order = TrialOrder(errands.trials, 1, 2, 99, "${place.files}", params, "$folder/s")
            return StagedRunner(errands.plain, staging).run(order, lazyOf(place), listener, another = false) to place
        }

        test("the files are there when the job starts") {
            val (end, place) =
                run({ seen, context -> context.files.resolve("made").writeText("${seen["word"]} ${context.seed}") })
            end shouldBe JobEnd.Done()
            place.stdout.toFile().readText() shouldBe "null 99"
        }

        test("what cannot be prepared fails the attempt as STAGING, and the job does not run") {
            val faults = listOf(ConfigurationError("a.j2:1: no"), IOException("disk full"))
            faults.map { fault ->
                val (end, place) = run({ _, _ -> throw fault })
                place.stdout.toFile().exists() shouldBe false
                end.shouldBeInstanceOf<JobEnd.Failed>()
                    .also { it.cause shouldBe FailureCause.STAGING }
                    .error
                    .substringAfter("cannot")
            } shouldContainExactly listOf("a.j2:1: no", " be prepared: java.io.IOException: disk full")
        }

        test("nothing is prepared for an attempt that may not start") {
            val refusing =
                object : TrialListener by Recorder() {
                    override fun starting(pid: Long) = false
                }
            run({ _, _ -> error("nobody may ask") }, refusing).first shouldBe null
        }
    })
