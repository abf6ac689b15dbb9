package mydriver.cluster

import io.kotest.core.spec.style.FunSpec

class SlurmMemoryEndToEndSpec :
    FunSpec({
        for (accounting in listOf("", "yes")) {
            val where = if (accounting.isEmpty()) "without accounts" else "with accounts"
            onSlurm("a job that was ended for its memory is told from a bug, $where", "ACCOUNTING" to accounting) {
                if (accounting.isNotEmpty()) SlurmCluster.requireAccounting()
                site.tellMemoryFromBug("slurm", greedy())
            }
        }
    })
