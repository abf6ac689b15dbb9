package mydriver.store.insert

import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import java.sql.SQLException
import mydriver.store.dialect.TrialSink

/** Keeps what it is given and fails at the trial whose replicate is [failing]. */
private class ListSink(private val failing: Long = -1) : TrialSink {
    val replicates = ArrayList<Long>()
    var closed = false

    override fun add(fingerprint: String, replicate: Long, params: CharSequence, seed: Long) {
        if (replicate == failing) throw SQLException("disk full")
        replicates += replicate
    }

    override fun finish(): LongRange = 1L..replicates.size

    override fun close() {
        closed = true
    }
}

class BackgroundSinkSpec :
    FunSpec({
        for (count in listOf(0L, 1L, 500L, 501L, 20_000L)) {
            test("$count trials arrive in their order") {
                val sink = ListSink()
                BackgroundSink(sink).use { background ->
                    val text = StringBuilder()
                    for (i in 0 until count) {
                        // The params are only good until the next trial.
                        text.setLength(0)
                        background.add("f", i, text.append(i), i)
                    }
                    background.finish() shouldBe 1L..count
                }
                sink.replicates shouldBe (0 until count).toList()
                sink.closed shouldBe true
            }
        }

        test("a failure reaches the caller, however far it has come") {
            for (failing in listOf(0L, 700L, 19_999L)) {
                val sink = ListSink(failing)
                shouldThrow<SQLException> {
                    BackgroundSink(sink).use { background ->
                        for (i in 0 until 20_000L) background.add("f", i, "", i)
                        background.finish()
                    }
                }
                sink.closed shouldBe true
            }
        }

        test("leaving early ends the thread before the sink is closed") {
            val sink = ListSink()
            shouldThrow<ArithmeticException> {
                BackgroundSink(sink).use { background ->
                    for (i in 0 until 5_000L) background.add("f", i, "", i)
                    throw ArithmeticException()
                }
            }
            sink.closed shouldBe true
        }
    })
