package mydriver.cluster

import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.ints.shouldBeGreaterThan

/** Hosts that share no folder, one of which ends at once. */
class HostsPowerEndToEndSpec :
    FunSpec({
        onHosts("the power of one host is cut", hosts = 3) {
            site.experiment("counting", counting(trials = 4, steps = 150, "cpus = 1", ROOT))
            site.succeed("dispatch", "--on", "ssh:h1,h2")
            awaitStepOn("h1")
            cluster.cutPower("h1")
            site.awaitDone(trials = 4)
            site.everyTrialDoneOnce(trials = 4)
            site.told { lost() shouldBeGreaterThan 0 }
            goneOn()
        }
    })
