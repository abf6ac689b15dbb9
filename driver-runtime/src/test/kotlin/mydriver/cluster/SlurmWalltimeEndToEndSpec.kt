package mydriver.cluster

import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.ints.shouldBeGreaterThan
import io.kotest.matchers.shouldBe

class SlurmWalltimeEndToEndSpec :
    FunSpec({
        onSlurm("a trial that its walltime interrupts saves its state, and another worker goes on from there") {
            // Slurm counts in minutes. However slow the machine, the trial takes all of the time of its first worker.
            site.experiment("counting", counting(1, steps = 20, "cpus = 2; walltime = 2.minutes"))
            fun workUntil(over: () -> Boolean) {
                var dispatched = 0
                while (!over() && dispatched++ < MOST) {
                    site.succeed("dispatch", "--on", "slurm", "--workers", "1")
                    site.told { await("the worker's end") { cluster.client("squeue", "-h").takeIf { it.isBlank() } } }
                }
            }
            site.holding { workUntil { site.number("SELECT count(*) FROM %attempt WHERE ended IS NOT NULL") > 0 } }
            workUntil { site.done() == 1 }
            site.everyTrialDoneOnce(1)
            site.told {
                // No step was lost, and none was made twice.
                site.steps(1) shouldBe (1..20).toList()
                site.number("SELECT failures FROM %trial") shouldBe 0
                site.number("SELECT count(*) FROM %attempt") shouldBeGreaterThan 1
            }
        }
    }) {
    private companion object {
        const val MOST = 6
    }
}
