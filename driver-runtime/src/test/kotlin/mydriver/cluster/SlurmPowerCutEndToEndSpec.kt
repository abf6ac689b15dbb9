package mydriver.cluster

import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain

class SlurmPowerCutEndToEndSpec :
    FunSpec({
        onSlurm("the power cut of a node loses an attempt, and no trial") {
            site.experiment("counting", counting(trials = 6, steps = 20))
            val lost = site.holding {
                site.succeed("dispatch", "--on", "slurm", "--workers", "3")
                site.awaitUnderway(3)
                cluster.cutPower("n2")
                val lost = site.rows("SELECT trial FROM %attempt WHERE host = 'n2' AND ended IS NULL").single().single()
                site.told {
                    await("Slurm's word about n2") {
                        cluster.client("squeue", "-h", "-a", "-t", "all", "-o", "%T").takeIf { "NODE_FAIL" in it }
                    }
                }
                site.succeed("check", "--fix")
                lost
            }
            site.awaitDone(6)
            site.everyTrialDoneOnce(6)
            site.told {
                val first =
                    "SELECT outcome, cause, error FROM %attempt WHERE host = 'n2' AND trial = $lost ORDER BY number"
                val (outcome, cause, error) = site.rows(first).first()
                listOf(outcome, cause) shouldBe listOf("LOST", "LOST")
                error shouldContain "lost with its node"
            }
        }
    })
