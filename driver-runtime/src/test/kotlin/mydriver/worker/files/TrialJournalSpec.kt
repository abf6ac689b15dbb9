package mydriver.worker.files

import io.kotest.core.spec.style.FunSpec
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import java.nio.file.Path
import java.time.Clock
import java.time.Instant
import java.time.ZoneOffset
import kotlin.io.path.createFile
import kotlin.io.path.exists
import kotlin.io.path.readLines
import kotlin.time.Duration.Companion.milliseconds
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.jsonObject
import mydriver.model.Cause
import mydriver.model.Params
import mydriver.model.Status
import mydriver.store.AttemptEnd
import mydriver.store.AttemptStart
import mydriver.store.Claim
import mydriver.store.ClaimedRow
import mydriver.store.FinishedAttempt
import mydriver.store.GitState
import mydriver.store.HostProcess
import mydriver.store.NextStep
import mydriver.store.Outcome

class TrialJournalSpec :
    FunSpec({
        val row = ClaimedRow("f00", 1.5, 0, Instant.ofEpochMilli(7), emptyMap())
        fun claim(id: Long) = Claim(id, 2, 1, -9, "w1", Params.of("lr" to 0.1, "name" to "a\"b"), "b1", row)

        fun written(journal: TrialJournal, file: Path, ids: LongRange): List<String> {
            for (id in ids) {
                val end = AttemptEnd(Outcome.FAILED, Cause.ERROR, null, "no\nlayer")
                val start = AttemptStart(HostProcess("h1", 77), versions = "v", git = GitState("c0", true, "d0"))
                val next = NextStep(Status.QUEUED)
                val ended = FinishedAttempt(claim(id), start, 15.milliseconds, end, next, ago = 3.milliseconds)
                journal.add(ended, mapOf("loss" to Double.NaN, "n" to 3L), Status.QUEUED, emptyList())
            }
            journal.flush()
            return if (file.exists()) file.readLines() else emptyList()
        }

        test("a line holds all that a row of the trial needs") {
            val file = tempdir().toPath().resolve("journal/w1.jsonl")
            val line = TrialJournal(file, clock) {}.use { written(it, file, 5L..5L) }.single()
            Json.parseToJsonElement(line) shouldBe
                Json.parseToJsonElement(
                    """
                    {"id":5,"attempt":2,"fingerprint":"f00","replicate":1,"seed":-9,"priority":1.5,"created":7,
                     "bundle":"b1","status":"QUEUED","outcome":"FAILED","cause":"ERROR","error":"no\nlayer",
                     "ended":1763726399997,"milliseconds":12,"host":"h1","pid":77,"versions":"v","gitCommit":"c0",
                     "gitDirty":true,"gitDiff":"d0","params":{"lr":0.1,"name":"a\"b"},"metrics":{"loss":"NaN","n":3}}
                    """
                )
        }

        test("batches follow each other, and nothing is made without a trial") {
            val file = tempdir().toPath().resolve("journal/w1.jsonl")
            TrialJournal(file, clock) {}
                .use {
                    it.flush()
                    file.parent.exists() shouldBe false
                    written(it, file, 1L..3L).size shouldBe 3
                    written(it, file, 4L..5L).map { line ->
                        Json.parseToJsonElement(line).jsonObject.getValue("id").toString()
                    } shouldContainExactly (1..5).map { id -> "$id" }
                }
        }

        test("a journal that cannot be written is told, and nothing else happens") {
            val file = tempdir().toPath().resolve("journal").createFile().resolve("w1.jsonl")
            val notes = ArrayList<String>()
            TrialJournal(file, clock, notes::add).use { written(it, file, 1L..1L).shouldBeEmpty() }
            notes.single() shouldContain "$file could not be written"
        }

        test("a full disk is told as well") {
            val folder = tempdir().toPath()
            val notes = ArrayList<String>()
            TrialJournal(Path.of("/dev/full"), clock, notes::add).use { written(it, folder.resolve("none"), 1L..2L) }
            notes.single() shouldContain "No space left"
        }
    })

private val clock = Clock.fixed(Instant.ofEpochMilli(1763726400000), ZoneOffset.UTC)
