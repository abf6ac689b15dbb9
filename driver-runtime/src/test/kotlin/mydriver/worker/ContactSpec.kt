package mydriver.worker

import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.shouldBe
import java.io.IOException
import kotlin.time.Duration
import kotlin.time.Duration.Companion.milliseconds
import kotlin.time.Duration.Companion.minutes
import kotlin.time.Duration.Companion.seconds
import kotlin.time.TestTimeSource
import mydriver.store.DatabaseUnreachable

class ContactSpec :
    FunSpec({
        val away = DatabaseUnreachable("postgres://db/lab: connection refused", IOException("refused"))

        class Stage {
            val time = TestTimeSource()
            val lines = ArrayList<String>()
            var released = 0
            val contact = Contact(time, 1.minutes, Journal(lines::add)) { released++ }

            fun miss() = shouldThrow<DatabaseUnreachable> { contact.ask { throw away } }
        }

        test("pauses grow with the outage, to ten seconds, and are short again afterwards") {
            val stage = Stage()
            stage.miss()
            val pauses =
                (1..8).map {
                    stage.contact.pause.also { pause ->
                        stage.time += pause
                        stage.miss()
                    }
                }
            pauses.take(4) shouldContainExactly
                listOf(100.milliseconds, 100.milliseconds, 100.milliseconds, 150.milliseconds)
            stage.time += 1.minutes
            stage.contact.pause shouldBe 10.seconds
            stage.contact.ask {}
            stage.contact.pause shouldBe 100.milliseconds
        }

        test("an outage is told when it begins and when it ends, and connections are given up") {
            val stage = Stage()
            repeat(3) { stage.miss() }
            stage.time += 93.seconds
            stage.contact.ask {}
            stage.lines shouldContainExactly
                listOf(
                    "database away: postgres://db/lab: connection refused; jobs go on, and it is tried again and again",
                    "database back after 93.0s",
                )
            stage.released shouldBe 3
        }

        test("who does not wait asks a database that is away as often as the pauses say") {
            val stage = Stage()
            stage.miss()
            stage.contact.attempt { error("not asked") }.shouldBeNull()
            stage.time += 100.milliseconds
            stage.contact.attempt { 1 } shouldBe 1
        }

        test("contact counts from the end of an outage, and from the end of a silence of this worker's own") {
            val stage = Stage()
            fun pass(time: Duration) {
                stage.time += time
                stage.contact.ask {}
            }
            repeat(4) { pass(50.seconds) }
            stage.contact.unbroken shouldBe 200.seconds
            stage.miss()
            stage.contact.unbroken shouldBe Duration.ZERO
            pass(10.seconds)
            stage.contact.unbroken shouldBe Duration.ZERO
            pass(50.seconds)
            stage.contact.unbroken shouldBe 50.seconds
            stage.time += 2.minutes
            stage.contact.unbroken shouldBe Duration.ZERO
            pass(1.seconds)
            stage.contact.unbroken shouldBe Duration.ZERO
        }

        test("connections are given up when nobody has needed them for a second") {
            val stage = Stage()
            stage.contact.ask {}
            stage.contact.releaseWhenQuiet()
            stage.released shouldBe 0
            stage.time += 1.seconds
            repeat(2) { stage.contact.releaseWhenQuiet() }
            stage.released shouldBe 1
        }
    })
