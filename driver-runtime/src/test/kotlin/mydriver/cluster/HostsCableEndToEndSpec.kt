package mydriver.cluster

import io.kotest.core.spec.style.FunSpec
import kotlin.time.Duration.Companion.minutes

/** Hosts that share no folder, one of which nobody reaches for a while. */
class HostsCableEndToEndSpec :
    FunSpec({
        onHosts("the cable of one host is pulled for longer than the lease, and plugged in again", hosts = 3) {
            site.experiment("counting", counting(trials = 4, steps = 200, "cpus = 1", ROOT))
            site.succeed("dispatch", "--on", "ssh", "--hosts", "h1,h2")
            awaitStepOn("h1")
            cluster.pullCable("h1")
            // Whoever asks is not told that its workers are gone, which nobody can know.
            site.succeed("submissions")
            site.told { await("a trial of h1 taken over", 8.minutes) { lost().takeIf { it > 0 } } }
            cluster.plugIn("h1")
            site.awaitDone(trials = 4)
            site.everyTrialDoneOnce(trials = 4)
            goneOn()
        }
    })
