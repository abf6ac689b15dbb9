package mydriver.dispatch.reconcile

import io.kotest.core.spec.style.FunSpec
import io.kotest.core.spec.style.funSpec
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.maps.shouldBeEmpty
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldStartWith
import kotlin.time.Duration.Companion.minutes
import mydriver.model.Memory
import mydriver.model.Resources
import mydriver.model.Status
import mydriver.store.SubmissionState
import mydriver.store.TestPlace

class ReconcilerSpec :
    FunSpec({
        for (place in TestPlace.all) {
            include("${place.label}: ", goneContract(place))
            include("${place.label}: ", laterContract(place))
        }
    })

/** Workers that their scheduler has no more. */
private fun goneContract(place: TestPlace) = funSpec {
    fun lab(count: Int = 1, block: Lab.() -> Unit) = Lab(place, tempdir().toPath(), count).use(block)

    test("what a worker held that the scheduler has no more is queued again at once, with what the scheduler says") {
        val ends =
            mapOf(
                "NODE_FAIL - -" to listOf("LOST", 1L, 0L),
                "TIMEOUT 9 -" to listOf("TIMEOUT", 1L, 0L),
                "PREEMPTED 15 -" to listOf("PREEMPTED", 0L, 0L),
                "REQUEUED - -" to listOf("PREEMPTED", 0L, 0L),
                "CANCELLED 15 2026-11-21T12:00:00Z" to listOf("CANCELLED", 0L, 0L),
                "FAILED 9 -" to listOf("LOST", 1L, 0L),
                "OUT_OF_MEMORY 9 -" to listOf("OUT_OF_MEMORY", 0L, 1L),
            )
        lab(count = ends.size) {
            for (i in ends.keys.indices) worker("w$i", slot(i.toLong()))
            paper.ends(ends.keys.withIndex().joinToString("\n") { (i, end) -> "17 $i - $end" })
            val found = reconciler.look()
            found.gone.map { it.record.row.id } shouldContainExactly ends.keys.indices.map { "w$it" }
            reconciler.mend(found).map { it.status }.toSet() shouldBe setOf(Status.QUEUED)
            for ((i, expected) in ends.values.withIndex()) state(i + 1L).let {
                listOf(causes(i + 1L).single(), it.losses, it.failures) shouldBe expected
            }
            tableSet.queries.attempts(1).single().error shouldBe "paper job 17 index 0 was lost with its node"
            tableSet.queries.attempts(5).single().error shouldBe
                "paper job 17 index 4 was cancelled on 2026-11-21T12:00:00Z"
            tableSet.workers.open().shouldBeEmpty()
            // Nothing is left to explain, so nobody is asked again.
            reconciler.look() shouldBe Reconciliation()
            paper.calls().count { it.startsWith("ends") } shouldBe 1
        }
    }

    test("who needed too much memory gets what retries say; among several nobody knows who it was") {
        lab(count = 3) {
            worker("alone", slot(1), trials = 1)
            worker("crowd", slot(2), trials = 2)
            paper.ends("17 1 - OUT_OF_MEMORY 9 -\n17 2 - OUT_OF_MEMORY 9 -")
            reconciler.mend(reconciler.look())
            state(1).needs.memory shouldBe Memory(3L shl 30)
            listOf(causes(2), causes(3)).flatten() shouldContainExactly listOf("LOST", "LOST")
            tableSet.queries.attempts(2).single().error!! shouldContain "ran beside other trials"
        }
    }

    test("a worker that was killed is out of memory where its log says so") {
        lab(count = 2) {
            submit("s", "17")
            for (index in 1L..2L) worker("w$index", slot(index))
            paper.ends("17 1 - FAILED 9 -\n17 2 - FAILED 9 -")
            log(2, "slurmstepd: error: Job 17 exceeded memory limit (231072 > 204800), being killed\nKilled\n")
            reconciler.mend(reconciler.look())
            causes(1) + causes(2) shouldContainExactly listOf("LOST", "OUT_OF_MEMORY")
            tableSet.queries.attempts(2).single().error!! shouldContain "exceeded memory limit (231072 > 204800)"
        }
    }

    test("what runs stays, by its index, whatever else of its array is gone or waits") {
        lab(count = 3) {
            submit("s", "17")
            worker("w1", slot(1))
            worker("w2", slot(2))
            worker("single", slot(null, id = "18"))
            paper.queue("17 1 RUNNING 1\n17 - WAITING 1\n17 2 WAITING 1\n18 - RUNNING 1")
            val found = reconciler.look()
            found.gone.map { it.record.row.id } shouldContainExactly listOf("w2")
            found.over.shouldBeEmpty()
            reconciler.mend(found).map { it.id } shouldContainExactly listOf(2L)
            tableSet.queries.attempts(2).single().error!! shouldStartWith
                "its worker is gone: the scheduler has no paper job"
        }
    }

    test("of two that are the same job the first is gone, and its record is that of its own start") {
        lab(count = 2) {
            worker("first", slot(1))
            worker("again", slot(1, restart = 1))
            paper.queue("17 1 RUNNING 1")
            paper.ends("17 1 0 NODE_FAIL - -\n17 1 1 COMPLETED - -")
            val found = reconciler.look()
            found.gone.map { it.record.row.id } shouldContainExactly listOf("first")
            found.trials.values.single().because shouldBe "paper job 17 index 1 was lost with its node"
        }
    }

    test("an end that was stored meanwhile stays, and a lease that was renewed does not save who is gone") {
        lab(count = 2) {
            val (ended, kept) = worker("w1", slot(1), trials = 2)
            val found = reconciler.look()
            tableSet.claims.handBack(listOf(ended))
            tableSet.leases.renew("w1", listOf(kept), 15.minutes)
            reconciler.mend(found).map { it.id } shouldContainExactly listOf(2L)
            causes(1).filter { it == "LOST" }.shouldBeEmpty()
        }
    }
}

/** What is learnt later, and what cannot be learnt. */
private fun laterContract(place: TestPlace) = funSpec {
    fun lab(count: Int = 1, block: Lab.() -> Unit) = Lab(place, tempdir().toPath(), count).use(block)

    test(
        "why an attempt was lost is written down when the scheduler tells it, and decides for a trial that still waits"
    ) {
        lab(count = 2) {
            worker("w1", slot(1), trials = 2, begun = 1)
            tableSet.reclaims.reclaim(tableSet.reclaims.candidates(), "node9", "its lease ran out")
            tableSet.claims.workerEnded("w1")
            reconciler.look().explained.shouldBeEmpty()
            paper.ends("17 1 - OUT_OF_MEMORY 9 -")
            reconciler.mend(reconciler.look()).shouldBeEmpty()
            causes(1) + causes(2) shouldContainExactly listOf("OUT_OF_MEMORY", "LOST")
            state(1).run { listOf(status, failures, needs.memory!!.bytes shr 30) } shouldBe
                listOf(Status.QUEUED, 1L, 3L)
            reconciler.look().explained.shouldBeEmpty()
        }
    }

    test("a trial that runs again is left alone when the reason is learnt") {
        lab {
            worker("w1", slot(1))
            tableSet.reclaims.reclaim(tableSet.reclaims.candidates(), "node9", "its lease ran out")
            tableSet.claims.claim("w2", 1, 15.minutes, Resources())
            paper.ends("17 1 - OUT_OF_MEMORY 9 -")
            reconciler.mend(reconciler.look())
            causes(1).first() shouldBe "OUT_OF_MEMORY"
            state(1).run { listOf(status, failures, needs.memory) } shouldBe listOf(Status.RUNNING, 0L, null)
        }
    }

    test("hand-offs are over when the scheduler has none of their workers, and held workers are told") {
        lab {
            submit("over", "17")
            submit("held", "18")
            paper.queue("18 - HELD 2\n18 3 RUNNING 1")
            val found = reconciler.look()
            found.held shouldBe mapOf("held" to HeldWorkers(2, "reason"))
            reconciler.mend(found)
            tableSet.submissions.all().associate { it.tag to it.state } shouldBe
                mapOf("over" to SubmissionState.ENDED, "held" to SubmissionState.CONFIRMED)
        }
    }

    test("a scheduler that does not answer, or is not here, says nothing about anybody") {
        lab {
            submit("s", "17")
            worker("w1", slot(1))
            paper.present = false
            reconciler.look() shouldBe Reconciliation(absent = setOf("paper"))
            paper.present = true
            paper.fail()
            val found = reconciler.look()
            found.faults.single() shouldContain "the scheduler paper does not answer"
            found.copy(faults = emptyList()) shouldBe Reconciliation()
        }
    }

    test("one call tells of all workers, and none is made where nothing can be learnt") {
        lab(count = 50) {
            reconciler.look()
            paper.calls().shouldBeEmpty()
            repeat(50) { worker("w$it", slot(it.toLong(), id = "${it / 10}")) }
            reconciler.mend(reconciler.look()).size shouldBe 50
            paper.calls() shouldContainExactly listOf("queue 0 1 2 3 4", "ends 0 1 2 3 4")
        }
    }
}
