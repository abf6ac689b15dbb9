package mydriver.queuefolder

import io.kotest.core.spec.style.FunSpec
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.collections.shouldContainExactly
import java.nio.file.Files
import java.nio.file.Path
import java.nio.file.StandardOpenOption.APPEND
import java.nio.file.attribute.FileTime
import java.time.Duration
import java.time.Instant
import kotlin.io.path.appendText
import kotlin.io.path.setLastModifiedTime
import kotlin.io.path.writeText
import mydriver.process.OpenFiles

/** Which files are complete, and which are still being copied. */
class SightingsSpec :
    FunSpec({
        val scratch = tempdir().toPath()
        val start = Instant.parse("2026-01-01T00:00:00Z")

        fun file(name: String, changed: Instant): Path =
            scratch.resolve(name).apply {
                writeText("#!/bin/sh\n")
                setLastModifiedTime(FileTime.from(changed))
            }

        test("a file that was written long ago is complete at first sight, as after mv") {
            val old = file("old.sh", start.minusSeconds(5))
            Sightings(TurnedClock(start)) { setOf() }.complete(listOf(old)) shouldContainExactly listOf(old)
        }

        test("a file that grows is not, until it has stayed as it is for a while") {
            val clock = TurnedClock(start)
            val sightings = Sightings(clock) { setOf() }
            val file = file("new.sh", start)
            repeat(5) { time ->
                sightings.complete(listOf(file)).shouldBeEmpty()
                clock.turn(Duration.ofMillis(900))
                file.appendText("echo $time\n")
                file.setLastModifiedTime(FileTime.from(clock.instant()))
            }
            sightings.complete(listOf(file)).shouldBeEmpty()
            clock.turn(Duration.ofSeconds(1))
            sightings.complete(listOf(file)) shouldContainExactly listOf(file)
        }

        test(
            "a file whose time lies in the future, as of another machine's clock, is complete a while after it was seen"
        ) {
            val clock = TurnedClock(start)
            val sightings = Sightings(clock) { setOf() }
            val file = file("ahead.sh", start.plusSeconds(3_600))
            sightings.complete(listOf(file)).shouldBeEmpty()
            clock.turn(Duration.ofSeconds(1))
            sightings.complete(listOf(file)) shouldContainExactly listOf(file)
        }

        test("a file that a process of this machine has open for writing is not, however old") {
            val sightings = Sightings(TurnedClock(start), OpenFiles()::beingWritten)
            val file = file("open.sh", start.minusSeconds(5))
            val read = file("read.sh", start.minusSeconds(5))
            Files.newInputStream(read).use {
                Files.newOutputStream(file, APPEND).use {
                    sightings.complete(listOf(file, read)) shouldContainExactly listOf(read)
                }
            }
            sightings.complete(listOf(file, read)) shouldContainExactly listOf(file, read)
        }

        test("files that are copied together are complete together, but none waits long for a slow one") {
            val clock = TurnedClock(start)
            val sightings = Sightings(clock) { setOf() }
            val first = file("first.sh", start.minusMillis(1_000))
            val second = file("second.sh", start.minusMillis(999))
            val slow = file("slow.sh", start)
            sightings.complete(listOf(first, second)).shouldBeEmpty()
            clock.turn(Duration.ofMillis(1))
            sightings.complete(listOf(first, second)) shouldContainExactly listOf(first, second)
            repeat(2) {
                sightings.complete(listOf(first, slow)).shouldBeEmpty()
                clock.turn(Duration.ofMillis(900))
                slow.setLastModifiedTime(FileTime.from(clock.instant()))
            }
            clock.turn(Duration.ofMillis(200))
            sightings.complete(listOf(first, slow)) shouldContainExactly listOf(first)
        }

        test("a file that is gone is not, and costs nothing") {
            Sightings(TurnedClock(start)) { setOf() }.complete(listOf(scratch.resolve("gone.sh"))).shouldBeEmpty()
        }
    })
