package mydriver.cluster

import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.ints.shouldBeGreaterThan
import io.kotest.matchers.maps.shouldContainKey
import io.kotest.matchers.string.shouldContain
import kotlin.time.Duration.Companion.minutes

/** Hosts that share no folder, one of which is cut off: what its attempts left goes on from a third one. */
class HostsLossEndToEndSpec :
    FunSpec({
        onHosts("the cable of one host is pulled for longer than the lease, and plugged in again", hosts = 3) {
            site.experiment("counting", counting(trials = 4, steps = 250, "cpus = 1", ROOT))
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

        onHosts("the power of one host is cut", hosts = 3) {
            site.experiment("counting", counting(trials = 4, steps = 200, "cpus = 1", ROOT))
            site.succeed("dispatch", "--on", "ssh:h1,h2")
            awaitStepOn("h1")
            cluster.cutPower("h1")
            site.awaitDone(trials = 4)
            site.everyTrialDoneOnce(trials = 4)
            site.told { lost() shouldBeGreaterThan 0 }
            goneOn()
        }
    })

private const val ROOT = "root(\"ssh://h3/~/archive\")"

private fun Scenario<HostsCluster>.awaitStepOn(host: String) = site.told {
    await("a checkpoint of $host in the root") {
        val ids = site.rows("SELECT trial FROM %attempt WHERE host = '$host' AND outcome IS NULL").map { it.single() }
        ids.firstOrNull { "checkpoint-" in cluster.on("h3", "ls archive/counting/$it/attempt-1") }
    }
}

private fun Scenario<HostsCluster>.lost(): Int = site.number("SELECT count(*) FROM %attempt WHERE outcome = 'LOST'")

/** What was lost went on from a checkpoint that had come to the root, and all is there at the end. */
private fun Scenario<HostsCluster>.goneOn() = site.told {
    val first = "SELECT trial, min(step) FROM %metric WHERE name = 'step' AND attempt = 2 GROUP BY trial"
    val begun = site.rows(first).associate { (trial, step) -> trial to step.toDouble().toInt() }
    val lost = site.rows("SELECT trial FROM %attempt WHERE outcome = 'LOST'").map { it.single() }
    for (trial in lost) {
        begun shouldContainKey trial
        begun.getValue(trial) shouldBeGreaterThan 1
    }
    // A moment after the end is stored, trial.json follows and the checkpoints go.
    val whole = (1..4).map { "$it/trial.json" }
    await("the root whole") {
        val there = cluster.on("h3", "cd archive/counting && ls */trial.json && find . -name 'checkpoint-*'")
        there.trim().lines().sorted().takeIf { it == whole }
    }
    cluster.on("h3", "cat archive/counting/1/latest/files/state") shouldContain "0"
}
