package mydriver.cluster

import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe

class SgeCancelEndToEndSpec :
    FunSpec({
        onSge("workers that are deleted behind our back are noticed and made up for") {
            site.experiment("counting", counting(trials = 5, steps = 20))
            site.holding {
                site.succeed("dispatch", "--on", "sge", "--workers", "2")
                site.awaitUnderway(2)
                cluster.client("qdel", site.nativeIds().single())
                site.told { await("no job") { cluster.client("qstat", "-u", "*").takeIf { it.isBlank() } } }
            }
            site.succeed("check", "--fix")
            site.told { site.running() shouldBe 0 }
            site.succeed("dispatch", "--on", "sge", "--workers", "2")
            site.awaitDone(5)
            site.everyTrialDoneOnce(5)
            site.told { site.number("SELECT sum(failures) FROM %trial") shouldBe 0 }
        }

        onSge("cancel --kill reaches the scheduler") {
            site.experiment("counting", counting(trials = 9, steps = 20))
            site.holding {
                site.succeed("dispatch", "--on", "sge", "--workers", "6")
                site.awaitUnderway(2)
                site.succeed("cancel", "--all", "--kill")
            }
            site.told { await("no job") { cluster.client("qstat", "-u", "*").takeIf { it.isBlank() } } }
            site.told { site.statuses() shouldBe mapOf("CANCELLED" to 9) }
        }
    })
