package mydriver.cluster

import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe

class SgeMemoryEndToEndSpec :
    FunSpec({
        onSge("a job that takes more memory than it may is told from a bug") {
            // Grid Engine bounds a job's memory only where that is asked for: address space, of which Java takes much.
            site.experiment("memory", greedy("""cpus = 2; raw("-l h_vmem=6G")"""))
            site.succeed("dispatch", "--on", "sge", "--workers", "2")
            site.told {
                await("the greedy trial's end") {
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
    })
