package mydriver.cluster

import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldBeIn
import io.kotest.matchers.ints.shouldBeLessThanOrEqual
import io.kotest.matchers.shouldBe

class SgeSweepEndToEndSpec :
    FunSpec({
        onSge("the digits sweep runs to its end, never with more workers at once than wanted", folder = ODD_FOLDER) {
            site.digits("--dispatch=sge", "--workers", "4", "--max-concurrent", "2")
            var most = 0
            site.awaitDone(DIGITS) {
                val running = cluster.client("qstat", "-u", "*", "-s", "r").lines().count { "all.q" in it }
                most = maxOf(most, running)
            }
            site.told { most shouldBe 2 }
            site.everyTrialDoneOnce(DIGITS)
            site.rows("SELECT DISTINCT scheduler FROM %attempt") shouldBe listOf(listOf("sge"))
            site.rows("SELECT DISTINCT native_id, array_index FROM %attempt").forEach { (id, index) ->
                id shouldBeIn site.nativeIds()
                index.toInt() shouldBeLessThanOrEqual 4
            }
        }

        onSge("100,000 trials are handed off in three calls, and workers make none") {
            site.experiment("many", many())
            val calls = site.noting("qsub", "qstat", "qacct", "qconf", "qdel", "qhost")
            site.succeed("dispatch", "--on", "sge", "--workers", "3")
            site.told { calls.ended().size shouldBeLessThanOrEqual 3 }
            val before = calls.ended()
            site.awaitDone(100_000)
            site.told { calls.ended() shouldBe before }
            site.everyTrialDoneOnce(100_000)
        }
    })
