package mydriver.cluster

import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe

class SlurmPreemptionEndToEndSpec :
    FunSpec({
        onSlurm("a worker that is pushed aside gives its trial back with its state") {
            site.experiment("counting", counting(trials = 3, steps = 150))
            site.succeed("dispatch", "--on", "slurm", "--workers", "3")
            site.told { await("three workers at it") { site.running().takeIf { it == 3 } } }
            val pushed = site.rows("SELECT trial FROM %attempt WHERE host = 'n1'").single().single()
            cluster.client("sbatch", "-p", "high", "-w", "n1", "--exclusive", "-o", "/dev/null", "--wrap=sleep 1")
            site.awaitDone(3)
            site.everyTrialDoneOnce(3)
            site.told {
                site.steps(pushed.toInt()) shouldBe (1..150).toList()
                site.number("SELECT count(*) FROM %attempt WHERE trial = $pushed") shouldBe 2
                site.number("SELECT sum(failures) FROM %trial") shouldBe 0
            }
        }

        onSlurm("a worker that is pushed aside is started again where the scheduler is to do that") {
            site.write("mydriver.yaml", REQUEUE)
            site.experiment("counting", counting(trials = 1, steps = 100))
            site.succeed("dispatch", "--on", "requeue", "--workers", "1")
            site.told { await("a worker at it") { site.running().takeIf { it == 1 } } }
            val node = site.rows("SELECT host FROM %attempt").single().single()
            cluster.client("sbatch", "-p", "high", "-w", node, "--exclusive", "-o", "/dev/null", "--wrap=sleep 1")
            site.awaitDone(1)
            site.everyTrialDoneOnce(1)
            site.told {
                site.steps(1) shouldBe (1..100).toList()
                site.nativeIds().size shouldBe 1
            }
        }
    })

private const val REQUEUE =
    """
    profiles:
      requeue:
        scheduler: slurm
        requeue: true
    """
