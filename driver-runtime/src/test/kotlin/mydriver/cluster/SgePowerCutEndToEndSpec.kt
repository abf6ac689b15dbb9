package mydriver.cluster

import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe

class SgePowerCutEndToEndSpec :
    FunSpec({
        onSge("the power cut of the node loses attempts, and no trial") {
            site.experiment("counting", counting(trials = 4, steps = 20))
            site.holding {
                site.succeed("dispatch", "--on", "sge", "--workers", "2")
                site.awaitUnderway(2)
                cluster.cutPower()
            }
            cluster.boot()
            site.told {
                await("Grid Engine's word about the jobs") {
                    cluster.client("qstat", "-u", "*").takeIf { "counting" !in it && it.isBlank() }
                }
            }
            site.succeed("check", "--fix")
            site.told { site.running() shouldBe 0 }
            site.succeed("dispatch", "--on", "sge", "--workers", "2")
            site.awaitDone(4)
            site.everyTrialDoneOnce(4)
            site.told {
                val lost =
                    "SELECT outcome, cause, count(*) FROM %attempt WHERE position('lost with its node' in error) > 0 GROUP BY 1, 2"
                // The accounts may have said it too late for the first check.
                await("Grid Engine's word about the attempts") {
                    site.succeed("check", "--fix")
                    site.rows(lost).takeIf { rows -> rows.sumOf { it.last().toInt() } >= 2 }
                } shouldBe listOf(listOf("LOST", "LOST", "2"))
            }
        }
    })
