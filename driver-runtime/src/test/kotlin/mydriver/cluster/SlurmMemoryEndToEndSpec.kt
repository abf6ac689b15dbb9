package mydriver.cluster

import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe

class SlurmMemoryEndToEndSpec :
    FunSpec({
        for (accounting in listOf("", "yes")) {
            val where = if (accounting.isEmpty()) "without accounts" else "with accounts"
            onSlurm("a job that was ended for its memory is told from a bug, $where", "ACCOUNTING" to accounting) {
                if (accounting.isNotEmpty()) SlurmCluster.requireAccounting()
                site.experiment("memory", greedy())
                site.succeed("dispatch", "--on", "slurm", "--workers", "2")
                site.told {
                    await("what the greedy worker left behind") {
                        site.succeed("check", "--fix")
                        site.rows("SELECT cause FROM %attempt WHERE trial = 1 AND ended IS NOT NULL").firstOrNull()
                    } shouldBe listOf("OUT_OF_MEMORY")
                }
                site.told { await("the others' ends") { site.statuses().takeIf { it["QUEUED"] == null } } }
                site.told {
                    site.rows("SELECT id, status FROM %trial ORDER BY id") shouldBe
                        listOf(listOf("1", "FAILED"), listOf("2", "FAILED"), listOf("3", "DONE"))
                    site.rows("SELECT outcome, cause FROM %attempt WHERE trial = 2") shouldBe
                        listOf(listOf("FAILED", "ERROR"))
                }
            }
        }
    })
