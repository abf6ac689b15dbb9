package mydriver.cluster

import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe

class SlurmPreemptionEndToEndSpec :
    FunSpec({
        onSlurm("a worker that is pushed aside gives its trial back with its state") {
            site.experiment("counting", counting(trials = 3, steps = 20))
            val pushed = site.holding {
                site.succeed("dispatch", "--on", "slurm", "--workers", "3")
                site.awaitUnderway(3)
                pushAside(site, cluster, "n1")
            }
            site.awaitDone(3)
            site.everyTrialDoneOnce(3)
            site.told {
                site.steps(pushed.toInt()) shouldBe (1..20).toList()
                site.number("SELECT count(*) FROM %attempt WHERE trial = $pushed") shouldBe 2
                site.number("SELECT sum(failures) FROM %trial") shouldBe 0
            }
        }

        onSlurm("a worker that is pushed aside is started again where the scheduler is to do that") {
            site.write("mydriver.yaml", REQUEUE)
            site.experiment("counting", counting(trials = 1, steps = 20))
            site.holding {
                site.succeed("dispatch", "--on", "requeue", "--workers", "1")
                site.awaitUnderway(1)
                pushAside(site, cluster, site.rows("SELECT host FROM %attempt").single().single())
            }
            site.awaitDone(1)
            site.everyTrialDoneOnce(1)
            site.told {
                site.steps(1) shouldBe (1..20).toList()
                site.nativeIds().size shouldBe 1
            }
        }
    })

/** Puts a job of higher rank on [node], waits until the trial there was given back, and says which it is. */
private fun pushAside(site: Site, cluster: SlurmCluster, node: String): String {
    val trial = site.rows("SELECT trial FROM %attempt WHERE host = '$node'").single().single()
    cluster.client("sbatch", "-p", "high", "-w", node, "--exclusive", "-o", "/dev/null", "--wrap=sleep 1")
    val ended = "SELECT count(*) FROM %attempt WHERE trial = $trial AND number = 1 AND ended IS NOT NULL"
    site.told { await("trial $trial given back") { site.number(ended).takeIf { it == 1 } } }
    return trial
}

private const val REQUEUE =
    """
    profiles:
      requeue:
        scheduler: slurm
        requeue: true
    """
