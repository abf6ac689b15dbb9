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
            reports.clear()
            reports.due shouldBe false
            repeat(2_000) { reports.add(MetricPoint("loss", 0.5, it.toLong())) }
            reports.due shouldBe true
        }

        test("beyond their bound the oldest of the history go, and the last value of each metric stays") {
            val reports = Reports(TestTimeSource())
            reports.add(MetricPoint("once", 1.0))
            repeat(3 * Reports.MOST) { reports.add(MetricPoint("loss", 0.5, it.toLong())) }
            val kept = reports.all()
            (kept.size <= Reports.MOST) shouldBe true
            kept shouldContain MetricPoint("once", 1.0)
            kept.last().step shouldBe 3L * Reports.MOST - 1
            reports.takeDropped() + kept.size shouldBe 3L * Reports.MOST + 1
            reports.takeDropped() shouldBe 0
        }
    })
