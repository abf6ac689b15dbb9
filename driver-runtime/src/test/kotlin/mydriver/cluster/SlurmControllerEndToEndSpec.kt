package mydriver.cluster

import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.ints.shouldBeLessThanOrEqual
import io.kotest.matchers.shouldBe

class SlurmControllerEndToEndSpec :
    FunSpec({
        onSlurm("a controller that hangs, takes the submission and says that it failed, starts no worker twice") {
            site.experiment("counting", counting(trials = 4, steps = 20))
            // Only while it is called: it hangs for the length of the call.
            val calls = site.noting("sbatch", "kill -STOP ${cluster.controller}", "kill -CONT ${cluster.controller}")
            site.run("dispatch", "--on", "slurm", "--workers", "2").let { site.told { it.code shouldBe 0 } }
            site.told { calls.ended().first() shouldBe "sbatch 1" }
            site.awaitDone(4)
            site.everyTrialDoneOnce(4)
            site.told { site.number("SELECT count(DISTINCT worker) FROM %attempt") shouldBeLessThanOrEqual 2 }
        }

        onSlurm("what a hanging controller took is found by the next dispatch") {
            site.experiment("counting", counting(trials = 4, steps = 20))
            cluster.hang()
            val ran = site.run("dispatch", "--on", "slurm", "--workers", "2")
            site.told { ran.code shouldBe 4 }
            cluster.goOn()
            site.told {
                await("what was taken all the same") { tasks(cluster).takeIf { it == 2 } }
            }
            site.succeed("dispatch", "--on", "slurm", "--workers", "2")
            site.awaitDone(4)
            site.told { tasks(cluster) shouldBe 2 }
            site.everyTrialDoneOnce(4)
        }

        onSlurm(
            "workers go on while the controller is dead, and what it ends when it starts with an old state is made up for"
        ) {
            site.experiment("counting", counting(trials = 6, steps = 20))
            site.holding {
                site.succeed("dispatch", "--on", "slurm", "--workers", "3")
                site.awaitUnderway(3)
                cluster.killController()
            }
            site.told { await("more trials underway") { site.done().takeIf { it >= 2 } } }
            cluster.boot()
            // Jobs of which its old state does not know that they run are launched again, which ends both.
            site.awaitDone(6) {
                site.run("check", "--fix")
                site.run("dispatch", "--on", "slurm", "--workers", "3")
            }
            site.run("check", "--fix")
            site.everyTrialDoneOnce(6)
        }
    })

/** How many tasks the cluster was ever given. */
private fun tasks(cluster: SlurmCluster): Int =
    cluster
        .client("squeue", "-h", "-r", "-a", "-t", "all", "-o", "%F_%K")
        .lines()
        .filter { it.isNotBlank() }
        .toSet()
        .size
