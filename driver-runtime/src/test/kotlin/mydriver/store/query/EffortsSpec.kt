package mydriver.store.query

import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.collections.shouldContainExactly
import kotlin.time.Duration.Companion.minutes
import kotlin.time.Duration.Companion.seconds
import mydriver.model.Resources
import mydriver.model.Status
import mydriver.store.AttemptEnd
import mydriver.store.NextStep
import mydriver.store.Outcome
import mydriver.store.SettableOffset
import mydriver.store.StoreOptions
import mydriver.store.TableSet
import mydriver.store.TestPlace
import mydriver.store.counting
import mydriver.store.finished
import mydriver.store.here
import mydriver.store.insert

private val ANY = Resources(cpus = 16)

class EffortsSpec :
    FunSpec({
        for (place in TestPlace.all) test(
            "${place.label}: what trials took, with all their attempts, and what is left"
        ) {
            val clock = SettableOffset()
            val url = place.url()
            TableSet.open(url, StoreOptions(clockOffset = clock)).use { tableSet ->
                tableSet.standing.efforts().shouldBeEmpty()
                tableSet.insert(counting(6))
                place.execute(url, "UPDATE t_trial SET cpus = 4 WHERE id > 4")
                fun run(took: Int, end: AttemptEnd) {
                    val claim = tableSet.claims.claim("w1", 1, 5.minutes, ANY).single()
                    val next = NextStep(if (end.outcome == Outcome.DONE) Status.DONE else Status.QUEUED)
                    tableSet.claims.finish(listOf(finished(claim, end, next, took.seconds)))
                }
                run(100, AttemptEnd(Outcome.INCOMPLETE))
                run(20, AttemptEnd(Outcome.DONE))
                run(60, AttemptEnd(Outcome.DONE))
                tableSet.claims.begin(tableSet.claims.claim("w1", 1, 5.minutes, ANY).single(), here)
                tableSet.standing.efforts().map {
                    listOf(it.cpus, it.done, it.seconds, it.queued, it.running)
                } shouldContainExactly listOf(listOf(1, 2L, 180.0, 1L, 1L), listOf(4, 0L, 0.0, 2L, 0L))
            }
        }
    })
