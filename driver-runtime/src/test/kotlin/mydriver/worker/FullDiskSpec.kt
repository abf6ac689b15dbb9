package mydriver.worker

import io.kotest.core.spec.style.FunSpec
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import java.nio.file.Path
import java.util.concurrent.ConcurrentLinkedQueue
import kotlin.io.path.createDirectories
import kotlin.io.path.deleteExisting
import kotlin.io.path.writeText
import mydriver.deeds.Deed
import mydriver.testing.requireOrSkip

private fun run(vararg argv: String): Boolean =
    ProcessBuilder(*argv).redirectErrorStream(true).start().let {
        it.inputStream.readAllBytes()
        it.waitFor() == 0
    }

class FullDiskSpec :
    FunSpec({
        /** Calls [use] with a folder that 1 MB fills; mounting takes root, and a container may forbid it even so. */
        fun onSmallDisk(use: (Path) -> Unit) {
            val folder = tempdir().toPath().resolve("small").createDirectories()
            requireOrSkip("right to mount") { run("mount", "-t", "tmpfs", "-o", "size=1m", "mydriver", "$folder") }
            try {
                use(folder)
            } finally {
                run("umount", "$folder") shouldBe true
            }
        }

        test("on a full disk attempts fail, of what filled it and then of staging, and the worker goes on") {
            onSmallDisk { disk ->
                val scratch = tempdir().toPath()
                SpecTableSet.sqlite(scratch, root = disk).use { set ->
                    set.insert(Deed("fill the disk"), Deed("unit"), Deed("done"))
                    val lines = ConcurrentLinkedQueue<String>()
                    set.worker(line = lines::add).use { it.drain() } shouldBe WorkerSummary(failed = 3)
                    set.column("SELECT cause FROM %attempt ORDER BY trial") shouldContainExactly
                        listOf("ERROR", "STAGING", "STAGING")
                    set.column("SELECT error FROM %attempt ORDER BY trial").forEach {
                        it!! shouldContain "No space left on device"
                    }

                    // Once there is room again, so is everything else.
                    disk.resolve("${set.name}/1/attempt-1/files/big").toFile().delete() shouldBe true
                    set.execute("UPDATE %trial SET status = 'QUEUED' WHERE id > 1")
                    set.worker().use { it.drain() } shouldBe WorkerSummary(done = 2)
                }
            }
        }

        test("where no scratch folder can be made, attempts fail of staging, and the worker goes on") {
            val scratch = tempdir().toPath()
            SpecTableSet.sqlite(scratch).use { set ->
                val place = scratch.resolve("scratch").apply { writeText("no folder") }
                set.insert(Deed("unit"), Deed("done"))
                set.worker().use { it.drain() } shouldBe WorkerSummary(failed = 2)
                set.column("SELECT cause FROM %attempt ORDER BY trial") shouldContainExactly
                    listOf("STAGING", "STAGING")
                set.column("SELECT error FROM %trial").forEach { it!! shouldContain "no scratch folder can be made" }

                place.deleteExisting()
                set.execute("UPDATE %trial SET status = 'QUEUED'")
                set.worker().use { it.drain() } shouldBe WorkerSummary(done = 2)
            }
        }
    })
