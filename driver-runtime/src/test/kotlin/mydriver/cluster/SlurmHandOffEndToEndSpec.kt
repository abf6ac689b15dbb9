package mydriver.cluster

import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.ints.shouldBeLessThanOrEqual
import io.kotest.matchers.shouldBe

class SlurmHandOffEndToEndSpec :
    FunSpec({
        onSlurm("100,000 trials are handed off in three calls, and workers make none") {
            site.experiment("many", many())
            val calls = site.noting("sbatch", "squeue", "sacct", "scontrol", "sinfo", "scancel", "sacctmgr", "sshare")
            site.succeed("dispatch", "--on", "slurm", "--workers", "3")
            site.told { calls.ended().size shouldBeLessThanOrEqual 3 }
            val before = calls.ended()
            site.awaitDone(100_000)
            site.told { calls.ended() shouldBe before }
            site.everyTrialDoneOnce(100_000)
        }

        onSlurm("a hand-off is split at the site's limits, and the next dispatch tops it up", "MAX_ARRAY" to "3") {
            // Indices below three: arrays of at most three workers.
            site.experiment("counting", counting(trials = 8, steps = 20))
            site.succeed("dispatch", "--on", "slurm", "--workers", "5")
            site.told { site.nativeIds().size shouldBe 2 }
            site.succeed("dispatch", "--on", "slurm", "--workers", "5")
            site.told { site.nativeIds().size shouldBe 2 }
            site.awaitDone(8)
            site.everyTrialDoneOnce(8)
        }

        onSlurm("names, paths and values of the environment reach the node as they are", folder = ODD_FOLDER) {
            site.write("mydriver.yaml", oddProfile("slurm"))
            site.experiment("odd", odd())
            site.succeed("dispatch", "--on", "odd", "--workers", "1")
            site.awaitDone(1)
            site.told {
                site.rows("SELECT metrics::json ->> 'value' FROM %trial") shouldBe listOf(listOf(ODD_VALUE))
                site.rows("SELECT trial FROM %attempt WHERE outcome <> 'DONE'").shouldBeEmpty()
            }
        }
    })
