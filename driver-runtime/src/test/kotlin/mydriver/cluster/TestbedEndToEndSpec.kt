package mydriver.cluster

import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain

/** The clusters do what the scenarios are built on. */
class TestbedEndToEndSpec :
    FunSpec({
        test("two Slurm clusters run side by side, and each has three nodes with names of their own") {
            SlurmCluster.require()
            SlurmCluster().use { first ->
                SlurmCluster().use { second ->
                    for (cluster in listOf(first, second)) {
                        val (code, said) = cluster.clientResult("srun", "-N3", "hostname")
                        said.trim().lines().sorted() shouldBe listOf("n1", "n2", "n3")
                        code shouldBe 0
                    }
                }
            }
        }

        test("a job's outcome can be asked for where a Slurm cluster keeps accounts") {
            SlurmCluster.require()
            SlurmCluster.requireAccounting()
            SlurmCluster("ACCOUNTING" to "yes", "NODES" to "1").use { cluster ->
                cluster.client("sbatch", "--wait", "--output=/dev/null", "--wrap=exit 3")
                await("what became of the job") {
                    cluster.client("sacct", "-aXnP", "-o", "State,ExitCode").takeIf { it.startsWith("FAILED") }
                } shouldBe "FAILED|3:0\n"
            }
        }

        test("a Grid Engine cluster runs a job and tells what became of it") {
            SgeCluster.require()
            SgeCluster().use { cluster ->
                val (code, said) =
                    cluster.clientResult(
                        "qsub",
                        "-sync",
                        "y",
                        "-o",
                        "/dev/null",
                        "-j",
                        "y",
                        "-b",
                        "y",
                        "-shell",
                        "n",
                        "false",
                    )
                said shouldContain "exited with exit code 1"
                code shouldBe 1
            }
        }
    })
