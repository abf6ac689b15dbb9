package mydriver.cluster

import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.ints.shouldBeGreaterThan
import io.kotest.matchers.shouldBe

class SlurmWalltimeEndToEndSpec :
    FunSpec({
        onSlurm("a trial that its walltime interrupts saves its state, and another worker goes on from there") {
            // Slurm counts in minutes: a worker has one, and the trial takes more.
            site.experiment("counting", counting(1, steps = 700, "cpus = 2; walltime = 1.minutes"))
            var dispatched = 0
            while (site.done() == 0 && dispatched++ < MOST) {
                site.succeed("dispatch", "--on", "slurm", "--workers", "1")
                site.told { await("the worker's end") { cluster.client("squeue", "-h").takeIf { it.isBlank() } } }
            }
            site.everyTrialDoneOnce(1)
            site.told {
                // No step was lost, and none was made twice.
                site.steps(1) shouldBe (1..700).toList()
                site.number("SELECT failures FROM %trial") shouldBe 0
                site.number("SELECT count(*) FROM %attempt") shouldBeGreaterThan 1
            }
        }
    }) {
    private companion object {
        const val MOST = 12
    }
}
