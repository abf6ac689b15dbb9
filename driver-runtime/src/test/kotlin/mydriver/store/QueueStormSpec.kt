package mydriver.store

import io.kotest.core.spec.style.FunSpec
import io.kotest.datatest.withData
import io.kotest.matchers.shouldBe
import java.util.concurrent.ConcurrentHashMap
import java.util.concurrent.ConcurrentLinkedQueue
import java.util.concurrent.Executors
import java.util.concurrent.atomic.AtomicInteger
import kotlin.random.Random
import kotlin.time.Duration.Companion.minutes
import mydriver.model.Resources
import mydriver.model.Status

private const val TRIALS = 240
private const val WORKERS = 6

/** Workers that finish, hand back, lose and forget what they claim, in an order that [seed] and chance decide. */
private class Storm(private val tableSet: TableSet, private val seed: Int) {
    private val dead = ConcurrentLinkedQueue<Claim>()

    /** How often each trial was told to be done. */
    val finished = ConcurrentHashMap<Long, AtomicInteger>()

    fun work(number: Int) {
        val random = Random(seed * 31 + number)
        while (unfinished()) {
            val worker = "w$number-${random.nextInt(1_000)}"
            val claims = tableSet.claims.claim(worker, random.nextInt(1, 12), 5.minutes, Resources())
            val (begun, rest) = claims.partition { random.nextInt(3) == 0 }
            for (claim in begun) tableSet.claims.begin(claim, here)
            when (random.nextInt(6)) {
                0 -> dead += claims
                1 -> {
                    dead += claims
                    finish(claims)
                }
                2 -> {
                    tableSet.claims.handBack(rest)
                    finish(begun.shuffled(random))
                }
                3 -> finish(tableSet.claims.forgotten(worker, known = emptySet()))
                else -> finish(claims)
            }
            reclaim(random)
        }
    }

    private fun unfinished() = tableSet.queries.counts().getValue(Status.DONE) < TRIALS

    private fun finish(claims: List<Claim>) {
        val ends = claims.map { finished(it, AttemptEnd(Outcome.DONE, metrics = listOf(MetricPoint("n", it.id)))) }
        val told = tableSet.claims.finish(ends)
        for ((claim, result) in claims.zip(told)) if (result == FinishResult.Now(Status.DONE))
            finished.computeIfAbsent(claim.id) { AtomicInteger() }.incrementAndGet()
    }

    private fun reclaim(random: Random) {
        val lost = List(random.nextInt(20)) { dead.poll() }.filterNotNull().associateBy { it.id to it.attempt }
        val known = tableSet.reclaims.candidates().filter { lost[it.id to it.attempt]?.worker == it.worker }
        tableSet.reclaims.reclaim(known, "node9", "its worker is gone")
    }
}

class QueueStormSpec :
    FunSpec({
        for (place in TestPlace.all) {
            context("on ${place.label}, whoever loses what, every trial is finished exactly once") {
                withData(nameFn = { "seed $it" }, 1, 2, 3) { seed ->
                    val url = place.url()
                    fun number(sql: String) = (place.query(url, sql).single() as Number).toInt()
                    TableSet.open(url, StoreOptions(connections = WORKERS)).use { tableSet ->
                        tableSet.insert(counting(TRIALS))
                        val storm = Storm(tableSet, seed)
                        val threads = Executors.newFixedThreadPool(WORKERS)
                        try {
                            List(WORKERS) { threads.submit { storm.work(it) } }.forEach { it.get() }
                        } finally {
                            threads.shutdown()
                        }
                        storm.finished.values.map { it.get() } shouldBe List(TRIALS) { 1 }
                    }
                    number("SELECT count(*) FROM t_trial WHERE status = 'DONE' AND claimed_by IS NULL") shouldBe TRIALS
                    number("SELECT count(*) FROM t_attempt WHERE outcome = 'DONE'") shouldBe TRIALS
                    number("SELECT count(*) FROM t_attempt WHERE outcome IS NULL") shouldBe 0
                    number("SELECT count(*) FROM t_metric") shouldBe TRIALS
                    number("SELECT sum(last_trial - first_trial + 1) FROM t_event WHERE kind = 'DONE'") shouldBe TRIALS
                    val lost =
                        number("SELECT coalesce(sum(last_trial - first_trial + 1), 0) FROM t_event WHERE kind = 'LOST'")
                    number("SELECT count(*) FROM t_attempt WHERE outcome = 'LOST'") shouldBe lost
                }
            }
        }
    })
