package mydriver.worker.files

import io.kotest.core.spec.style.FunSpec
import io.kotest.datatest.withData
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.property.Arb
import io.kotest.property.arbitrary.element
import io.kotest.property.arbitrary.list
import io.kotest.property.checkAll
import java.nio.file.Files
import java.nio.file.Path
import java.util.concurrent.atomic.AtomicBoolean
import kotlin.concurrent.thread
import kotlin.io.path.createDirectories
import kotlin.io.path.createSymbolicLinkPointingTo
import kotlin.io.path.deleteExisting
import kotlin.io.path.isSymbolicLink
import kotlin.io.path.listDirectoryEntries
import kotlin.io.path.name
import kotlin.io.path.readText
import kotlin.io.path.relativeTo
import kotlin.io.path.walk
import kotlin.io.path.writeText

private fun attempt(trial: Path, number: Int, lastDone: Int = 0) =
    AttemptDirectory(trial, number, "{}", lastDone).apply { create() }

private fun below(folder: Path): List<String> =
    folder
        .walk()
        .map { it.relativeTo(folder).toString() }
        .filter { "latest" !in it && "params" !in it }
        .toList()
        .sorted()

class CheckpointsSpec :
    FunSpec({
        test("a clean end hands the files on by rename, and the next attempt works on a copy") {
            val trial = tempdir().toPath()
            attempt(trial, 1).apply {
                files.resolve("model").writeText("half")
                handOn().shouldBeNull()
            }
            val second = attempt(trial, 2)
            second.files.resolve("model").readText() shouldBe "half"
            second.files.resolve("model").writeText("spoilt")
            val third = attempt(trial, 3)
            third.files.resolve("model").readText() shouldBe "half"
            below(trial) shouldContainExactly
                listOf("attempt-1/checkpoint-1/model", "attempt-2/files/model", "attempt-3/files/model")
        }

        test("a checkpoint of its own replaces what an attempt began with, and nothing temporary stays") {
            val trial = tempdir().toPath()
            attempt(trial, 1).apply { files.resolve("model").writeText("1") }.handOn()
            attempt(trial, 2).apply {
                for (step in 2..4) {
                    files.resolve("model").writeText("$step")
                    keepCheckpoint().shouldBeNull()
                }
                files.resolve("model").writeText("not complete")
            }
            attempt(trial, 3).files.resolve("model").readText() shouldBe "4"
            below(trial) shouldContainExactly
                listOf("attempt-2/checkpoint-3/model", "attempt-2/files/model", "attempt-3/files/model")
        }

        test("what a trial did before it was done is not gone on with, and goes when it is done again") {
            val trial = tempdir().toPath()
            attempt(trial, 1).apply { files.resolve("model").writeText("1") }.handOn()
            attempt(trial, 3, lastDone = 2).files.listDirectoryEntries().shouldBeEmpty()
            attempt(trial, 4, lastDone = 0).removeCheckpoints()
            below(trial) shouldContainExactly listOf("attempt-4/files/model")
        }

        test("links stay links, folders keep what is below them, and a pipe does not block the copy") {
            val trial = tempdir().toPath()
            val first = attempt(trial, 1)
            first.files.resolve("deep/er").createDirectories().resolve("weights").writeText("w")
            first.files.resolve("best").createSymbolicLinkPointingTo(Path.of("deep/er/weights"))
            ProcessBuilder("mkfifo", "${first.files.resolve("pipe")}").start().waitFor() shouldBe 0
            first.keepCheckpoint().shouldBeNull()
            val next = attempt(trial, 2).files
            next.resolve("best").isSymbolicLink() shouldBe true
            next.resolve("best").readText() shouldBe "w"
            next.listDirectoryEntries().map { it.name }.sorted() shouldContainExactly listOf("best", "deep")
        }

        test("a copy that is not possible is told, and the checkpoint before it stays") {
            val trial = tempdir().toPath()
            val first = attempt(trial, 1)
            first.files.resolve("model").writeText("1")
            first.keepCheckpoint().shouldBeNull()
            removeFolder(first.files)
            first.keepCheckpoint()!! shouldContain "${first.files} cannot be kept as a checkpoint"
            first.handOn()!! shouldContain "NoSuchFileException"
            attempt(trial, 2).files.resolve("model").readText() shouldBe "1"
        }

        context("files count as changed") {
            withData<Pair<String, (Path) -> Unit>>(
                nameFn = { it.first },
                "by other content of the same length" to { it.resolve("model").writeText("9") },
                "by another length" to { it.resolve("model").writeText("10") },
                "by a new one" to { it.resolve("log").writeText("") },
                "by one that is gone" to { it.resolve("model").deleteExisting() },
                "by a new folder" to { it.resolve("epoch").createDirectories() },
            ) { (_, change) ->
                val trial = tempdir().toPath()
                attempt(trial, 1).apply { files.resolve("model").writeText("1") }.handOn()
                val same = attempt(trial, 2)
                same.files.resolve("model").writeText("1")
                same.handOn()
                same.changed shouldBe false
                val other = attempt(trial, 3)
                change(other.files)
                other.handOn()
                other.changed shouldBe true
            }
        }

        test("an attempt that began with nothing changes something with its first file") {
            val trial = tempdir().toPath()
            attempt(trial, 1).apply { handOn() }.changed shouldBe false
            attempt(trial, 2).apply { files.resolve("a").writeText("") }.apply { handOn() }.changed shouldBe true
        }

        test("whatever dies after whichever step, there is a whole checkpoint, and never an older one than before") {
            checkAll(60, Arb.list(Arb.element("keep", "hand on", "die"), 1..12)) { steps ->
                val trial = tempdir().toPath()
                var number = 1
                var saved = 0
                var place = attempt(trial, number)
                for ((i, step) in steps.withIndex()) {
                    listOf("a", "b").forEach { place.files.resolve(it).writeText("${i + 1}") }
                    when (step) {
                        "keep" -> place.keepCheckpoint().also { saved = i + 1 }
                        "hand on" -> place.handOn().also { saved = i + 1 }
                    }
                    if (step == "keep") continue
                    place = attempt(trial, ++number)
                    val found = listOf("a", "b").map { place.files.resolve(it) }
                    if (saved == 0) found.none { Files.exists(it) } shouldBe true
                    else found.map { it.readText() } shouldContainExactly listOf("$saved", "$saved")
                }
            }
        }

        test("what cannot be removed is told, and ends nothing") {
            val trial = tempdir().toPath()
            attempt(trial, 1).apply { files.resolve("model").writeText("1") }.handOn()
            val blocked = trial.resolve("no-folder")
            val last = AttemptDirectory(trial, 2, "{}", asides = Asides(blocked, temporary = true)).apply { create() }
            blocked.writeText("in the way")
            last.removeCheckpoints()!! shouldContain "cannot be removed: "
            trial.resolve("attempt-1/checkpoint-1/model").readText() shouldBe "1"
        }

        test("an attempt that begins while a late worker replaces checkpoints has a whole one") {
            val trial = tempdir().toPath()
            val late = attempt(trial, 1)
            fun save(step: Int) {
                for (i in 0 until 40) late.files.resolve("$i").writeText("$step")
                late.keepCheckpoint().shouldBeNull()
            }
            save(0)
            val over = AtomicBoolean()
            val saving = thread { generateSequence(1) { it + 1 }.takeWhile { !over.get() }.forEach(::save) }
            try {
                for (number in 2..30) {
                    val files = attempt(trial, number).files
                    files.listDirectoryEntries().map { it.readText() }.let { it.size to it.distinct().size } shouldBe
                        (40 to 1)
                }
            } finally {
                over.set(true)
                saving.join()
            }
        }
    })
