package mydriver.cluster

import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import java.util.concurrent.CompletableFuture
import kotlin.time.Duration.Companion.minutes

class SgeMasterEndToEndSpec :
    FunSpec({
        onSge("a queue master that hangs during a submission starts no worker twice") {
            site.experiment("counting", counting(trials = 4, steps = 20))
            val calls = site.noting("qsub")
            cluster.hang()
            val dispatching = CompletableFuture.supplyAsync { site.run("dispatch", "--on", "sge", "--workers", "2") }
            site.told {
                await("the end of the first call, or of the patience with it", 6.minutes) {
                    calls.ended().firstOrNull() ?: dispatching.takeIf { it.isDone }?.get()
                }
            }
            cluster.goOn()
            dispatching.get()
            site.succeed("dispatch", "--on", "sge", "--workers", "2")
            site.awaitDone(4)
            site.everyTrialDoneOnce(4)
            site.told { submitted(cluster) shouldBe 1 }
        }

        onSge("workers go on while the queue master is dead") {
            site.experiment("counting", counting(trials = 4, steps = 20))
            site.holding {
                site.succeed("dispatch", "--on", "sge", "--workers", "2")
                site.awaitUnderway(2)
                cluster.killMaster()
            }
            site.told { await("more trials underway") { site.done().takeIf { it >= 1 } } }
            cluster.boot()
            site.awaitDone(4)
            site.succeed("check", "--fix")
            site.everyTrialDoneOnce(4)
            site.number("SELECT count(*) FROM %attempt") shouldBe 4
        }
    })

/** How many jobs the cluster was ever given: numbers are counted from one. */
private fun submitted(cluster: SgeCluster): Int {
    val next = cluster.client("qsub", "-terse", "-h", "-b", "y", "true").trim().toInt()
    return next - 1
}
