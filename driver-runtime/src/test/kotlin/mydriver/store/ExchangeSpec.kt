package mydriver.store

import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import kotlin.time.Duration.Companion.minutes
import mydriver.model.Resources
import mydriver.model.Status

class ExchangeSpec :
    FunSpec({
        for (place in TestPlace.all) {
            context(place.label) {
                test("an exchange ends attempts and claims, and a late end keeps it from neither") {
                    val url = place.url()
                    TableSet.open(url).use { tableSet ->
                        tableSet.insert(counting(4))
                        val (mine, late) = tableSet.claims.claim("w1", 2, 5.minutes, Resources())
                        place.execute(url, "UPDATE t_trial SET claimed_by = 'w2' WHERE id = ${late.id}")
                        val ends = listOf(mine, late).map { finished(it, AttemptEnd(Outcome.DONE)) }
                        val (results, claims) = tableSet.claims.exchange(ends, "w1", 5, 5.minutes, Resources())
                        results shouldBe listOf(FinishResult.Now(Status.DONE), FinishResult.FencedOut)
                        claims.map { it.id } shouldBe listOf(3L, 4L)
                        claims.all { it.params.toMap().containsKey("i") } shouldBe true
                        place.query(url, "SELECT status FROM t_trial ORDER BY id") shouldBe
                            listOf("DONE", "RUNNING", "RUNNING", "RUNNING")
                    }
                }
            }
        }
    })
