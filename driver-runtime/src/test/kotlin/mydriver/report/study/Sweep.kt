package mydriver.report.study

import kotlin.math.abs
import kotlin.math.exp
import kotlin.math.ln
import kotlin.time.Duration
import kotlin.time.Duration.Companion.hours
import kotlin.time.Duration.Companion.milliseconds
import mydriver.model.Cause
import mydriver.model.Grid
import mydriver.model.Params
import mydriver.model.Resources
import mydriver.model.Status
import mydriver.store.AttemptEnd
import mydriver.store.AttemptStart
import mydriver.store.Claim
import mydriver.store.FinishedAttempt
import mydriver.store.GitState
import mydriver.store.HostProcess
import mydriver.store.MetricPoint
import mydriver.store.NextStep
import mydriver.store.Outcome
import mydriver.store.SettableOffset
import mydriver.store.StoreOptions
import mydriver.store.TableSet
import mydriver.store.TableSetUrl
import mydriver.store.insert

/**
 * A sweep that specs make: trials that learn something made up, in a made-up time.
 *
 * @property size how many points
 * @property replicates of each
 * @property epochs how many times each reports
 */
class Sweep(private val size: Int, private val replicates: Int = 1, private val epochs: Int = 10) {
    private val clock = SettableOffset()

    /** Runs all of it on two hosts with four slots each, and returns the table set. */
    fun run(url: TableSetUrl): TableSet {
        val tableSet = TableSet.open(url, StoreOptions(clockOffset = clock))
        tableSet.insert(Grid { sink -> for (i in 0 until size) sink(point(i)) }, replicates)
        var batch = claims(tableSet)
        while (batch.isNotEmpty()) {
            clock.offset += PACE
            tableSet.claims.finish(batch.mapIndexed { i, claim -> end(claim, i) })
            batch = claims(tableSet)
        }
        return tableSet
    }

    private fun claims(tableSet: TableSet) = WORKERS.flatMap {
        tableSet.claims.claim(it, maxOf(4, size / 500), 1.hours, Resources(cpus = 64))
    }

    /** What the trial [id] with these params ends with; the whole sweep can be told from it. */
    fun loss(id: Long, params: Params): Double {
        val rate = abs(ln((params["lr"] as Double) / 0.01))
        val wide = 1 / ln((params[HIDDEN] as Long).toDouble())
        val adam = if (params["optimizer"] == "ADAM") 0.0 else 0.15
        return 0.2 + 0.12 * rate + 0.4 * wide + adam + noise(id) * 0.03
    }

    private fun end(claim: Claim, slot: Int): FinishedAttempt {
        val ran = PACE * (0.4 + 0.5 * noise(claim.id * 31))
        val host = if (claim.worker == WORKERS[0]) "node1" else "node2"
        val start =
            AttemptStart(
                HostProcess(host, 4711L + slot),
                versions = "java 17",
                git = GitState("c0ffee".repeat(6), claim.id % 7 == 0L),
            )
        if (claim.id % 11 == 5L) {
            val end =
                AttemptEnd(
                    Outcome.FAILED,
                    Cause.ERROR,
                    error = "IllegalStateException: loss of ${claim.id} is <b>huge</b>\n\tat x",
                )
            return FinishedAttempt(claim, start, ran, end, NextStep(Status.FAILED, failures = 1))
        }
        return FinishedAttempt(
            claim,
            start,
            ran,
            AttemptEnd(Outcome.DONE, metrics = reports(claim)),
            NextStep(Status.DONE),
            Duration.ZERO,
        )
    }

    private fun reports(claim: Claim): List<MetricPoint> {
        val last = loss(claim.id, claim.params)
        return (1..epochs).flatMap { epoch ->
            val more = exp(-4.0 * epoch / epochs) - exp(-4.0)
            listOf(
                MetricPoint("train_loss", last * 0.8 + more, epoch.toLong()),
                MetricPoint(VALID, last + more * 0.9, epoch.toLong()),
                MetricPoint("test_error", last / 10 + more / 20, epoch.toLong()),
            )
        }
    }

    private fun point(i: Int): Params {
        val rates = doubleArrayOf(1e-4, 1e-3, 1e-2, 1e-1)
        // Beyond the grid, every point has a rate of its own.
        val rate = if (i < 24) rates[i % 4] else rates[i % 4] * (1 + i / 24 / (size / 24.0))
        val hidden = longArrayOf(16, 64, 256)[i / 4 % 3]
        return Params.of(
            "lr" to rate,
            HIDDEN to hidden,
            "optimizer" to OPTIMIZERS[i / 12 % 2],
            "epochs" to epochs.toLong(),
        )
    }

    companion object {
        /** A param whose name is no name for a file, a column or a tag. */
        const val HIDDEN = "hidden \"units\" </script><script>document.title='owned'</script>"

        /** A metric likewise. */
        const val VALID = "valid_loss <img src=x onerror=alert(1)> ärger"

        private val OPTIMIZERS = listOf("ADAM", "SGD's <i>own</i>")
        private val WORKERS = listOf("w1", "w2")
        private val PACE = 90_000.milliseconds

        /** A number from 0 to 1 that depends on [seed] alone. */
        fun noise(seed: Long): Double = java.util.SplittableRandom(seed).nextDouble()
    }
}
