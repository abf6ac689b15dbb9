package mydriver.cluster

import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldBeIn
import io.kotest.matchers.ints.shouldBeLessThanOrEqual
import io.kotest.matchers.shouldBe

class SlurmSweepEndToEndSpec :
    FunSpec({
        onSlurm("the digits sweep runs to its end", folder = ODD_FOLDER) {
            site.digits("--dispatch=slurm", "--workers", "4", "--max-concurrent", "2")
            var most = 0
            site.awaitDone(DIGITS) {
                val running =
                    cluster.client("squeue", "-h", "-t", "RUNNING", "-o", "%i").lines().count { it.isNotBlank() }
                most = maxOf(most, running)
            }
            site.told { most shouldBe 2 }
            site.everyTrialDoneOnce(DIGITS)
            site.rows("SELECT DISTINCT scheduler FROM %attempt") shouldBe listOf(listOf("slurm"))
            val ids = site.rows("SELECT DISTINCT native_id, array_index FROM %attempt")
            site.told { ids.size shouldBeLessThanOrEqual 4 }
            ids.forEach { (id, index) ->
                id.substringBefore('_') shouldBeIn site.nativeIds()
                index.toInt() shouldBeLessThanOrEqual 4
            }
        }
    })
