package mydriver.cluster

import io.kotest.matchers.ints.shouldBeGreaterThan
import io.kotest.matchers.maps.shouldContainKey
import io.kotest.matchers.string.shouldContain

/** Where all hosts leave what attempts make: a third one. */
internal const val ROOT = "root(\"ssh://h3/~/archive\")"

internal fun Scenario<HostsCluster>.awaitStepOn(host: String) = site.told {
    await("a checkpoint of $host in the root") {
        val ids = site.rows("SELECT trial FROM %attempt WHERE host = '$host' AND outcome IS NULL").map { it.single() }
        ids.firstOrNull { "checkpoint-" in cluster.on("h3", "ls archive/counting/$it/attempt-1") }
    }
}

internal fun Scenario<HostsCluster>.lost(): Int = site.number("SELECT count(*) FROM %attempt WHERE outcome = 'LOST'")

/** What was lost went on from a checkpoint that had come to the root, and all is there at the end. */
internal fun Scenario<HostsCluster>.goneOn() = site.told {
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
