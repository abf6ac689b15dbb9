package mydriver.host

import io.kotest.core.spec.style.FunSpec
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.shouldBe
import kotlin.time.Duration.Companion.hours
import kotlin.time.Duration.Companion.minutes
import mydriver.command.ScriptFile
import mydriver.model.Baseline
import mydriver.model.Cause
import mydriver.model.Experiment
import mydriver.model.Memory
import mydriver.model.Params
import mydriver.model.Resources

class RightUseSpec :
    FunSpec({
        val lab = ScriptLab(tempdir().toPath())
        fun load(name: String, text: String): ScriptFile =
            lab.loader(lab.compiler()).load(lab.write(name, text), emptyList())

        test("the ways to write a job, its result and resources that the guide shows all compile") {
            val script =
                load(
                    "foo.exp.kts",
                    """
                    import java.util.Optional
                    enum class Optimizer { SGD, ADAM }
                    data class Model(val layers: Int = 2, val width: Int = 8)
                    data class P(val lr: Double, val optimizer: Optimizer = Optimizer.SGD, val model: Model = Model(), @NonIdentity val threads: Int = 1)
                    experiment<P>("right") {
                        resources { cpus = 2; memory = 4.GiB; walltime = 2.hours }
                        lease(30.seconds)
                        scratch("/tmp")
                        retries {
                            max = 3
                            backoff(30.seconds, factor = 2.0, longest = 1.hours)
                            on(OutOfMemory) { memory *= 2 }
                            on(Timeout) { max = 1; walltime *= 1.5; cpus += 1 }
                            on(Exit) { max = 0 }
                        }
                        grid {
                            exclude { it.optimizer == Optimizer.ADAM && it.lr > 0.05 }
                            for (lr in logspace(1e-3, 1e-1, 3)) for (o in Optimizer.entries) trial(P(lr, optimizer = o))
                        }
                        job { p ->
                            for (epoch in 1..3) {
                                report("valid_loss", p.lr, epoch)
                                if (checkpointRequested) checkpointed()
                                if (deadline != null) println(scratch)
                                if (stopRequested || finishRequested) return@job Incomplete
                            }
                            if (p.lr > 1) Done("x" to 1) else mapOf("x" to 2)
                        }
                    }
                    @Command("Print") fun best(trials: Trials, limit: Int = 3) { for (t in trials.limit(limit)) println(t.id) }
                    """,
                )
            points(script.experiment).size shouldBe 5
            val retries = script.experiment.retries
            retries.needs(script.experiment.resources, Cause.OUT_OF_MEMORY).memory shouldBe Memory(8L shl 30)
            retries.needs(Resources(), Cause.OUT_OF_MEMORY) shouldBe Resources()
            retries.needs(Resources(walltime = 2.hours), Cause.TIMEOUT) shouldBe Resources(2, walltime = 3.hours)
            retries.again(1, Cause.EXIT) shouldBe false
            retries.again(1, Cause.TIMEOUT) shouldBe true
            retries.again(3, Cause.ERROR) shouldBe true
            retries.backoff.after(2) shouldBe 1.minutes
        }

        test("a params class that uses a variable of its script works, although it becomes an inner class") {
            val script =
                load(
                    "inner.exp.kts",
                    """
                    val usual = 7
                    data class P(val lr: Double, val layers: Int = usual)
                    experiment<P>("inner") { grid { trial(P(0.5)) } }
                    """,
                )
            points(script.experiment) shouldBe listOf(Params.of("lr" to 0.5, "layers" to 7))
            defaults(script.experiment, "layers") shouldBe listOf(Baseline.Value(7L))
        }
    })

private fun <P : Any> points(experiment: Experiment<P>): List<Params> = buildList {
    experiment.grid!!.emit { add(experiment.codec.encode(it)) }
}

private fun <P : Any> defaults(experiment: Experiment<P>, name: String): List<Baseline> = buildList {
    experiment.grid!!.emit { add(experiment.codec.defaultOf(it, name, group = false)) }
}
