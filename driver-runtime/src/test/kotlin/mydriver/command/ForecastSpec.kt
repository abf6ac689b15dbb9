package mydriver.command

import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.shouldBe
import java.time.Instant
import kotlin.time.Duration.Companion.seconds
import mydriver.store.HostProcess
import mydriver.store.SubmissionProgress
import mydriver.store.SubmissionRow
import mydriver.store.WorkerRecord
import mydriver.store.WorkerRow
import mydriver.store.query.Effort

private val NOW = Instant.parse("2026-11-21T12:00:00Z")

class ForecastSpec :
    FunSpec({
        test("nothing is said before a trial is done, or when none is left") {
            forecast(listOf(Effort(2, done = 0, seconds = 0.0, queued = 5, running = 1, elapsed = 60.0))).shouldBeNull()
            forecast(listOf(Effort(2, done = 3, seconds = 30.0, queued = 0, running = 0, elapsed = 0.0))).shouldBeNull()
            forecast(emptyList()).shouldBeNull()
        }

        test("what waits takes as long as what is done took, times its cpus; what runs takes the rest") {
            val two = Effort(2, done = 4, seconds = 4 * 3600.0, queued = 10, running = 2, elapsed = 3600.0)
            forecast(listOf(two)) shouldBe
                "left: about 22 core-hours, 10 queued and 2 running, at about 1 h 0 min each as the last 4 did"
        }

        test("trials of other needs are judged by themselves, or by all others while none of them is done") {
            val small = Effort(1, done = 3, seconds = 3 * 360.0, queued = 10, running = 0, elapsed = 0.0)
            val large = Effort(4, done = 1, seconds = 3600.0, queued = 1, running = 0, elapsed = 0.0)
            val unknown = Effort(8, done = 0, seconds = 0.0, queued = 1, running = 0, elapsed = 0.0)
            // 1 + 4, and 8 times the mean of 1170 s.
            forecast(listOf(small, large, unknown)) shouldBe
                "left: about 7.6 core-hours, 12 queued and 0 running, at about 19 min 30 s each as the last 4 did"
        }

        test("a job that has run for longer than expected is about to end, and little is told exactly") {
            val late = Effort(1, done = 2, seconds = 100.0, queued = 1, running = 1, elapsed = 9000.0)
            forecast(listOf(late)) shouldBe
                "left: about 0.014 core-hours, 1 queued and 1 running, at about 50 s each as the last 2 did"
        }

        test("the wait in the queue is that of the workers that started, and of those that did not yet") {
            fun sent(tag: String, ago: Long, workers: Int) =
                SubmissionRow(tag, "slurm", workers, "login", progress = SubmissionProgress(NOW.minusSeconds(ago)))
            fun worker(tag: String, ago: Long) =
                NOW.minusSeconds(ago).let {
                    WorkerRecord(WorkerRow("w$ago", HostProcess("n1", 1), submission = tag), it, it, 0.seconds, null, 0)
                }
            queueWait(emptyList(), listOf(worker("old", 9)), NOW).shouldBeNull()
            queueWait(listOf(sent("a", 600, 2)), emptyList(), NOW) shouldBe
                "in the queue: 2 wait or are over, the first for 10 min 0 s"
            queueWait(
                listOf(sent("a", 600, 2), sent("b", 100, 2)),
                listOf(worker("a", 500), worker("a", 300)),
                NOW,
            ) shouldBe
                "in the queue: 2 workers started after 3 min 20 s on average; 2 wait or are over, the first for 1 min 40 s"
        }
    })
