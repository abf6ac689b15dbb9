package mydriver.cluster

import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe

class SgePreemptionEndToEndSpec :
    FunSpec({
        onSge("a worker that is suspended is warned, and gives its trial back with its state") {
            site.experiment("counting", counting(trials = 2, steps = 20))
            val pushed = site.holding {
                site.succeed("dispatch", "--on", "sge", "--workers", "2")
                site.awaitUnderway(2)
                val pushed = site.rows("SELECT trial FROM %attempt WHERE array_index = 1").single().single()
                // What a queue of higher rank does to those below it.
                cluster.client("qmod", "-sj", "${site.nativeIds().single()}.1")
                site.told { await("the trial given back") { site.running().takeIf { it == 1 } } }
                pushed
            }
            site.awaitDone(2)
            val (id) = site.nativeIds()
            cluster.client("qmod", "-usj", "$id.1")
            site.told { await("no job") { cluster.client("qstat", "-u", "*").takeIf { it.isBlank() } } }
            site.everyTrialDoneOnce(2)
            site.told {
                val outcomes = "SELECT outcome FROM %attempt WHERE trial = $pushed ORDER BY number"
                site.rows(outcomes) shouldBe listOf(listOf("INCOMPLETE"), listOf("DONE"))
                site.steps(pushed.toInt()) shouldBe (1..20).toList()
                site.number("SELECT sum(failures) FROM %trial") shouldBe 0
            }
        }
    })
