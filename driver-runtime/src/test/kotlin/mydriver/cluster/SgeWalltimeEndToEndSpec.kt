package mydriver.cluster

import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.ints.shouldBeGreaterThan
import io.kotest.matchers.shouldBe

class SgeWalltimeEndToEndSpec :
    FunSpec({
        onSge("a trial that its walltime interrupts saves its state, and another worker goes on from there") {
            site.experiment("counting", counting(1, steps = 500, "cpus = 2; walltime = 60.seconds"))
            var dispatched = 0
            while (site.done() == 0 && dispatched++ < MOST) {
                site.succeed("dispatch", "--on", "sge", "--workers", "1")
                site.told { await("the worker's end") { cluster.client("qstat", "-u", "*").takeIf { it.isBlank() } } }
            }
            site.everyTrialDoneOnce(1)
            site.told {
                // No step was lost, and none was made twice.
                site.steps(1) shouldBe (1..500).toList()
                site.number("SELECT failures FROM %trial") shouldBe 0
                site.number("SELECT count(*) FROM %attempt") shouldBeGreaterThan 1
            }
        }
    }) {
    private companion object {
        const val MOST = 12
    }
}
