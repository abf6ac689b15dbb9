package mydriver.command

import io.kotest.core.spec.style.FunSpec
import io.kotest.datatest.withData
import io.kotest.matchers.shouldBe
import io.kotest.property.Arb
import io.kotest.property.arbitrary.int
import io.kotest.property.checkAll
import kotlin.time.Duration.Companion.days
import kotlin.time.Duration.Companion.hours
import kotlin.time.Duration.Companion.milliseconds
import kotlin.time.Duration.Companion.minutes
import kotlin.time.Duration.Companion.seconds
import mydriver.model.memoryOrNull
import mydriver.model.timeOrNull

class TimesSpec :
    FunSpec({
        context("how soon a lease is renewed is told in whole seconds") {
            withData(15.minutes to "5m", 3.seconds to "1s", 2.seconds to "1s", 10.seconds to "4s") { (lease, told) ->
                renewal(lease).toString() shouldBe told
            }
        }

        context("times as people type them") {
            withData(
                "90s" to 90.seconds,
                "23h30m" to 23.hours + 30.minutes,
                "1d" to 1.days,
                "1d2h" to 26.hours,
                "1.5h" to 90.minutes,
                "1:30:00" to 90.minutes,
                "10:05" to 10.minutes + 5.seconds,
                "250ms" to 250.milliseconds,
                "0s" to 0.seconds,
            ) { (text, time) ->
                timeOrNull(text) shouldBe time
            }
        }

        context("what is no time") {
            withData(
                nameFn = { "\"$it\"" },
                "",
                "90",
                "-5s",
                "1h 30m",
                "30m1h",
                "5 minutes",
                "1e9s",
                "s",
                "1:2:3",
                "::",
                "NaNs",
                "1h1h",
            ) {
                timeOrNull(it) shouldBe null
            }
        }

        test("any hours, minutes and seconds come back, in both spellings") {
            checkAll(Arb.int(0..999), Arb.int(0..59), Arb.int(0..59)) { h, m, s ->
                val time = h.hours + m.minutes + s.seconds
                timeOrNull("${h}h${m}m${s}s") shouldBe time
                timeOrNull("%d:%02d:%02d".format(h, m, s)) shouldBe time
            }
        }

        context("memory as people type it") {
            withData(
                "4GiB" to (4L shl 30),
                "4G" to (4L shl 30),
                "512 MiB" to (512L shl 20),
                "1tib" to (1L shl 40),
                "7k" to (7L shl 10),
                "0GiB" to null,
                "4" to null,
                "4GB" to null,
                "-1GiB" to null,
                "1.5GiB" to null,
                "999999999999999T" to null,
            ) { (text, bytes) ->
                memoryOrNull(text)?.bytes shouldBe bytes
            }
        }
    })
