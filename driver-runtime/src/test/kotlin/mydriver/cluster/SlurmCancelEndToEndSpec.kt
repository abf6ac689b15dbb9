package mydriver.cluster

import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe

class SlurmCancelEndToEndSpec :
    FunSpec({
        onSlurm("workers that are cancelled behind our back are noticed and made up for") {
            site.experiment("counting", counting(trials = 5, steps = 20))
            site.holding {
                site.succeed("dispatch", "--on", "slurm", "--workers", "3")
                site.awaitUnderway(3)
                // In order, which gives the trial back, and with no time for that.
                val (id) = site.nativeIds()
                cluster.client("scancel", "${id}_0", "${id}_1")
                cluster.client("scancel", "--full", "--signal=KILL", "${id}_2")
                site.told { await("no worker") { workers(cluster).takeIf { it == 0 } } }
            }
            site.succeed("check", "--fix")
            site.told { site.running() shouldBe 0 }
            site.succeed("dispatch", "--on", "slurm", "--workers", "3")
            site.awaitDone(5)
            site.everyTrialDoneOnce(5)
            site.told { site.number("SELECT sum(failures) FROM %trial") shouldBe 0 }
        }

        onSlurm("cancel --kill reaches the scheduler") {
            site.experiment("counting", counting(trials = 9, steps = 20))
            site.holding {
                site.succeed("dispatch", "--on", "slurm", "--workers", "6")
                site.awaitUnderway(3)
                site.succeed("cancel", "--all", "--kill")
            }
            site.told { await("no worker") { workers(cluster).takeIf { it == 0 } } }
            site.told { site.statuses() shouldBe mapOf("CANCELLED" to 9) }
        }
    })

private fun workers(cluster: SlurmCluster): Int =
    cluster.client("squeue", "-h", "-r", "-o", "%i").lines().count { it.isNotBlank() }
