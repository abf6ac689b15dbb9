package mydriver.script

import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import java.nio.file.Path
import kotlin.time.Duration.Companion.hours
import mydriver.dsl.Done
import mydriver.dsl.GiB
import mydriver.dsl.trial
import mydriver.model.ConfigurationError
import mydriver.model.Experiment
import mydriver.model.Params
import mydriver.model.Resources
import mydriver.model.Retries

data class Point(val lr: Double, val layers: Int = 3)

private fun <P : Any> pointsOf(experiment: Experiment<P>): List<P> = buildList { experiment.grid!!.emit(::add) }

class ExperimentScriptSpec :
    FunSpec({
        fun script(body: ExperimentScript.() -> Unit): ExperimentScript =
            object : ExperimentScript(emptyArray()) {}.apply(body)

        test("a script declares its experiment part by part") {
            val declared =
                script {
                    experiment<Point>("digits") {
                        database("sqlite:digits.db")
                        root("~/exp")
                        replicates(3)
                        resources {
                            cpus = 2
                            memory = 4.GiB
                            walltime = 2.hours
                        }
                        retries { max = 3 }
                        grid { for (lr in listOf(0.1, 0.2)) trial(Point(lr)) }
                        job { p -> Done("lr" to p.lr) }
                    }
                }
                    .declared!!
            declared.name shouldBe "digits"
            declared.database shouldBe "sqlite:digits.db"
            declared.root shouldBe "~/exp"
            declared.replicates shouldBe 3
            declared.resources shouldBe Resources(cpus = 2, memory = 4.GiB, walltime = 2.hours)
            declared.retries shouldBe Retries(3)
            pointsOf(declared) shouldContainExactly listOf(Point(0.1), Point(0.2))
        }

        test("a script knows the folder of its file") {
            ScriptFolder.within(Path.of("/data/sweeps")) { script {} }.folder shouldBe Path.of("/data/sweeps")
            script {}.folder shouldBe Path.of("").toAbsolutePath()
        }

        test("where and exclude filter the points that follow") {
            val declared =
                script {
                    experiment<Params>("sweep") {
                        grid {
                            where { it.int("x") > 1 }
                            exclude { it.int("x") == 3 }
                            for (x in 1..5) trial("x" to x)
                        }
                    }
                }
                    .declared!!
            pointsOf(declared).map { (it as Params).int("x") } shouldContainExactly listOf(2, 4, 5)
        }

        test("a filter behind a point is refused") {
            val declared =
                script {
                    experiment<Params>("sweep") {
                        grid {
                            trial("x" to 1)
                            where { true }
                        }
                    }
                }
                    .declared!!
            shouldThrow<ConfigurationError> { pointsOf(declared) }.message!! shouldContain "top of grid"
        }

        test("a second experiment and a part given twice are refused") {
            shouldThrow<ConfigurationError> {
                    script {
                        experiment<Point>("a") {}
                        experiment<Point>("b") {}
                    }
                }
                .message!! shouldContain "two experiments, \"a\" and \"b\""
            shouldThrow<ConfigurationError> {
                    script {
                        experiment<Point>("a") {
                            job {}
                            job {}
                        }
                    }
                }
                .message!! shouldContain "job twice"
        }

        test("what only schedulers look at is declared beside what a trial needs") {
            script {
                    experiment<Point>("digits") {
                        resources {
                            queue = "long"
                            account = "lab-7"
                            nodes = 2
                            raw("--constraint=skylake")
                            raw("--exclude=n[1-3]")
                        }
                    }
                }
                .declared!!
                .resources shouldBe
                Resources(
                    queue = "long",
                    account = "lab-7",
                    nodes = 2,
                    raw = listOf("--constraint=skylake", "--exclude=n[1-3]"),
                )
        }

        test("all impossible resources are told at once") {
            shouldThrow<ConfigurationError> {
                    Resources(gpus = -1, queue = "a b", account = "", nodes = 0, raw = listOf("-q x\n-q y", " "))
                }
                .message!!
                .lines() shouldContainExactly
                listOf(
                    "resources: gpus = -1; it must be 0 or more",
                    "resources: nodes = 0; a trial needs at least 1",
                    "resources: queue = \"a b\"; it must be a name without spaces",
                    "resources: account = \"\"; it must be a name without spaces",
                    "resources: raw(\"-q x",
                    "-q y\"); it must be one line that is not blank",
                    "resources: raw(\" \"); it must be one line that is not blank",
                )
        }

        test("impossible resources, retries and names are refused with the value") {
            shouldThrow<ConfigurationError> { Resources(cpus = 0) }.message!! shouldContain "cpus = 0"
            shouldThrow<ConfigurationError> { Retries(-1) }.message!! shouldContain "max = -1"
            shouldThrow<ConfigurationError> { script { experiment<Point>(" ") {} } }.message!! shouldContain
                "not all blank"
        }
    })
