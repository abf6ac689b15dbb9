package mydriver.host

import io.kotest.core.spec.style.FunSpec
import io.kotest.datatest.withData
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.shouldBe
import java.util.concurrent.LinkedBlockingQueue
import java.util.concurrent.TimeUnit
import kotlin.time.Duration
import kotlin.time.Duration.Companion.seconds
import sun.misc.Signal

class SignalPausesSpec :
    FunSpec({
        /** Sends [name] to this process, and returns once Java has taken it. */
        fun raise(name: String) = Signal.raise(Signal(name))

        context("a signal ends a pause with the code that shells give it") {
            withData("INT" to 130, "TERM" to 143, "USR2" to 140) { (name, code) ->
                val pauses = SignalPauses { error("nobody asked twice") }
                pauses.pause(Duration.ZERO).shouldBeNull()
                raise(name)
                pauses.pause(30.seconds) shouldBe code
            }
        }

        test("who listens for checkpoints has taken over the signals that end a process") {
            val pauses = SignalPauses { error("nobody asked twice") }
            pauses.onCheckpoint {}
            raise("TERM")
            pauses.pause(30.seconds) shouldBe 143
        }

        test("USR1 asks for a checkpoint, and ends no pause") {
            val asked = LinkedBlockingQueue<Unit>()
            val pauses = SignalPauses { error("nobody asked to stop") }
            pauses.onCheckpoint { asked.add(Unit) }
            repeat(2) {
                raise("USR1")
                asked.poll(30, TimeUnit.SECONDS) shouldBe Unit
            }
            pauses.pause(Duration.ZERO).shouldBeNull()
        }

        test("a second INT ends the process at once, a second TERM does not") {
            val halts = LinkedBlockingQueue<Int>()
            val pauses = SignalPauses { halts.add(it) }
            pauses.pause(Duration.ZERO)
            raise("TERM")
            pauses.pause(30.seconds) shouldBe 143
            raise("TERM")
            pauses.pause(30.seconds) shouldBe 143
            halts.isEmpty() shouldBe true
            raise("INT")
            halts.poll(30, TimeUnit.SECONDS) shouldBe 130
        }
    })
