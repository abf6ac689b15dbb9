package mydriver.command

import io.kotest.core.spec.style.FunSpec
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import java.nio.file.Files
import java.nio.file.Path
import java.nio.file.StandardOpenOption
import kotlin.io.path.appendText
import kotlin.io.path.createDirectories
import kotlin.io.path.writeText
import mydriver.store.TestPlace

/** Reading what jobs printed; time passes only when a spec says so. */
class LogsCommandSpec :
    FunSpec({
        val folder = tempdir().toPath()
        val place = TestPlace.sqlite

        /** A table set of six trials whose files are made up. */
        class Lab(declared: mydriver.dsl.ExperimentBuilder<Point>.() -> Unit = { sixPoints() }) {
            val url = place.url()
            val script = specScript(folder, declared)
            val environment = mapOf("MYDRIVER_DATABASE" to url.masked, "MYDRIVER_ROOT" to "$folder/${url.name}")

            init {
                type("insert").code shouldBe 0
            }

            fun type(line: String, ticks: () -> Int? = { null }) =
                Desk(folder, environment = environment, ticks = ticks)
                    .type(*line.split(' ').toTypedArray(), script = script)

            fun file(trial: Int, attempt: Int, name: String = "stdout"): Path =
                folder.resolve("${url.name}/${url.name}/$trial/attempt-$attempt").createDirectories().resolve(name)

            fun trial(id: Int, set: String) = place.execute(url, "UPDATE t_trial SET $set WHERE id = $id")
        }

        test("the output of the newest attempt is printed as it is, or that of another, or the errors") {
            val lab = Lab()
            lab.trial(1, "attempts = 2, status = 'DONE'")
            lab.file(1, 1).writeText("first\n")
            lab.file(1, 2).writeText("größe 💡\nno line end")
            lab.file(1, 2, "stderr").writeText("oh\n")
            lab.type("logs 1") shouldBe Ended(0, "größe 💡\nno line end", "")
            lab.type("logs 1 --attempt 1").out shouldBe "first\n"
            lab.type("logs 1 --stderr").out shouldBe "oh\n"
            val wrong = lab.type("logs 1 --attempt 3")
            wrong.code shouldBe 2
            wrong.err shouldContain "has had 2 attempts"
        }

        test("bytes that are no text go through unchanged") {
            val bytes = ByteArray(256) { it.toByte() }
            val raw = java.io.ByteArrayOutputStream()
            val console = Console(raw.writer(), java.io.StringWriter(), raw = raw)
            val lab = Lab()
            Files.write(lab.file(1, 1), bytes)
            AttemptLog(lab.file(1, 1)).use { it.copy(console) shouldBe true }
            raw.toByteArray().toList() shouldBe bytes.toList()
        }

        test("what is not there is explained") {
            val lab = Lab()
            val early = lab.type("logs 1")
            early.code shouldBe 1
            early.err shouldContain "has not been run yet"
            lab.type("worker --drain")
            val silent = lab.type("logs 1")
            silent.code shouldBe 0
            silent.err shouldContain "the script says inProcess()"
            place.execute(
                lab.url,
                "UPDATE t_attempt SET host = 'elsewhere', directory = '/far/1/attempt-1' WHERE trial = 2",
            )
            val far = lab.type("logs 2")
            far.code shouldBe 1
            far.err shouldBe
                "mydriver: attempt 1 of trial 2 ran on elsewhere; its files are in /far/1/attempt-1 there; pull 2 fetches them\n"
        }

        test("following goes on while the trial runs, across its attempts, until it has ended") {
            val lab = Lab()
            lab.trial(1, "attempts = 1, status = 'RUNNING', claimed_by = 'w'")
            lab.file(1, 1).writeText("a\n")
            val story =
                listOf(
                        { lab.file(1, 1).appendText("b\n") },
                        { lab.trial(1, "status = 'QUEUED', claimed_by = NULL") },
                        { lab.file(1, 1).appendText("late\n") },
                        { lab.trial(1, "status = 'RUNNING', claimed_by = 'w', attempts = 2") },
                        { Files.writeString(lab.file(1, 2), "c\n", StandardOpenOption.CREATE) },
                        {
                            lab.file(1, 2).appendText("d\n")
                            lab.trial(1, "status = 'DONE', claimed_by = NULL")
                        },
                    )
                    .iterator()
            val ended = lab.type("logs -f 1") { story.next()().let { null } }
            ended shouldBe Ended(0, "a\nb\nlate\nc\nd\n", "attempt 2\n")
            story.hasNext() shouldBe false
        }

        test("following one attempt ends with it, and Ctrl-C ends following with 130") {
            val lab = Lab()
            lab.trial(1, "attempts = 1, status = 'RUNNING', claimed_by = 'w'")
            lab.file(1, 1).writeText("a\n")
            lab.type("logs -f 1 --attempt 1") {
                lab.trial(1, "status = 'QUEUED', claimed_by = NULL").let { null }
            } shouldBe Ended(0, "a\n", "")
            lab.trial(1, "status = 'RUNNING', claimed_by = 'w'")
            lab.type("logs -f 1") { 130 } shouldBe Ended(130, "a\n", "")
        }
    })
