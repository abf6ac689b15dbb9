package mydriver.worker

import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldContain
import io.kotest.matchers.shouldBe
import kotlin.time.Duration.Companion.seconds
import kotlin.time.TestTimeSource
import mydriver.store.MetricPoint

class ReportsSpec :
    FunSpec({
        test("reports are due after a second, or when there are many") {
            val time = TestTimeSource()
            val reports = Reports(time)
            reports.due shouldBe false
            reports.add(MetricPoint("loss", 0.5))
            reports.due shouldBe false
            time += 1.seconds
            reports.due shouldBe true
            reports.send()!!.points.size shouldBe 1
            reports.answered()
            reports.due shouldBe false
            repeat(2_000) { reports.add(MetricPoint("loss", 0.5, it.toLong())) }
            reports.due shouldBe true
        }

        test("beyond their bound the oldest of the history go, and the last value of each metric stays") {
            val reports = Reports(TestTimeSource())
            reports.add(MetricPoint("once", 1.0))
            repeat(3 * Reports.MOST) { reports.add(MetricPoint("loss", 0.5, it.toLong())) }
            val kept = reports.unsent()
            (kept.size <= Reports.MOST) shouldBe true
            kept shouldContain MetricPoint("once", 1.0)
            kept.last().step shouldBe 3L * Reports.MOST - 1
            reports.takeDropped() + kept.size shouldBe 3L * Reports.MOST + 1
            reports.takeDropped() shouldBe 0
        }

        test("what got no answer is sent once more by itself, with how many were stored before it") {
            val reports = Reports(TestTimeSource())
            reports.add(MetricPoint("loss", 0.5, 1))
            reports.send()!!.after shouldBe null
            reports.answered()
            reports.add(MetricPoint("loss", 0.4, 2))
            reports.send()
            reports.add(MetricPoint("loss", 0.3, 3))
            reports.stored shouldBe mapOf("loss" to 0.5)
            repeat(2) {
                val again = reports.send()!!
                again.points shouldBe listOf(MetricPoint("loss", 0.4, 2))
                again.after shouldBe 1
            }
            reports.answered()
            val next = reports.send()!!
            next.points shouldBe listOf(MetricPoint("loss", 0.3, 3))
            next.after shouldBe null
            reports.answered()
            reports.isEmpty shouldBe true
            reports.stored shouldBe mapOf("loss" to 0.3)
        }
    })
