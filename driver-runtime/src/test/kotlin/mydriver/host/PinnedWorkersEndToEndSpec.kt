package mydriver.host

import io.kotest.core.spec.style.FunSpec
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import kotlin.io.path.Path
import kotlin.io.path.createDirectories
import kotlin.io.path.createSymbolicLinkPointingTo
import kotlin.io.path.deleteExisting
import kotlin.io.path.exists
import kotlin.io.path.readText
import kotlin.io.path.writeText
import mydriver.store.TableSet
import mydriver.store.TableSetUrl
import mydriver.store.query.ListRequest

private fun script(word: String) =
    """
    @file:Import("words.kts")
    data class Point(val number: Int)

    experiment<Point>("pinned") {
        grid { for (number in 1..3) trial(Point(number)) }
        job {
            println("$word ${'$'}imported")
            val edited = java.io.File("edited")
            while (trialId == 1L && !edited.exists()) Thread.onSpinWait()
        }
    }
    """

/** The real launcher and jar: what was handed over is what runs. */
class PinnedWorkersEndToEndSpec :
    FunSpec({
        test("editing the script and what it imports changes nothing for workers that were handed over") {
            val machine = Machine(tempdir("it's a \$(x) folder").toPath()).withSystem().withJava()
            Path("/usr/bin/setsid")
                .takeIf { it.exists() }
                ?.let { machine.system.resolve("setsid").createSymbolicLinkPointingTo(it) }
            val file = machine.write("foo.exp.kts", script("old"))
            machine.write("words.kts", "val imported = \"import\"")

            val ran = machine.run(Machine.launcher, file, "insert", "--dispatch", "--workers", "1")
            ran.err shouldContain "starting 1 local worker of 1 cpu for 3 queued trials"
            ran.code shouldBe 0
            file.writeText(script("new"))
            machine.write("words.kts", "val imported = \"changed\"")
            machine.folder.resolve("edited").writeText("")

            val trials = machine.folder.resolve("foo.trials/pinned")
            for (id in 1..3) {
                awaitFile(trials.resolve("$id")) { it == "trial.json" }
                trials.resolve("$id/latest/stdout").readText() shouldBe "old import\n"
            }
            machine.run(Machine.launcher, file, "worker", "--drain").code shouldBe 0
            machine.run(Machine.launcher, file, "run", "number=2").out shouldContain "new changed"
        }

        test(
            "workers that see neither the script nor the folder of their submission read the bundle from the table set"
        ) {
            val machine = Machine(tempdir().toPath()).withSystem().withJava()
            val file = machine.write("foo.exp.kts", script("old"))
            machine.write("words.kts", "val imported = \"import\"")
            machine.run(Machine.launcher, file, "insert", "number=7").code shouldBe 0
            val database = machine.folder.resolve("foo.db")
            val hash =
                TableSet.open(TableSetUrl.ofFile(database, "pinned")).use { tableSet ->
                    tableSet.queries.list(ListRequest(columns = listOf("trial.bundle"))).use {
                        it.next().single() as String
                    }
                }
            file.deleteExisting()
            machine.folder.resolve("words.kts").deleteExisting()
            val elsewhere = machine.folder.resolve("another host")
            // Jobs start there, for the script's folder is not on this host.
            elsewhere.createDirectories().resolve("edited").writeText("")
            val words =
                listOf("worker", "--drain", "--database", "sqlite:$database?table=pinned", "--root", "$elsewhere")
            val pinned = listOf("--bundle", hash, "/nowhere/foo.exp.kts")

            val ran = machine.run(Machine.launcher, *(pinned + words).toTypedArray())
            ran.err shouldBe ""
            ran.code shouldBe 0
            elsewhere.resolve("pinned/1/latest/stdout").readText() shouldBe "old import\n"

            val unknown = listOf("--bundle", "0".repeat(64), "/nowhere/foo.exp.kts")
            val refused = machine.run(Machine.launcher, *(unknown + words).toTypedArray())
            refused.code shouldBe 3
            refused.err shouldContain "does not hold the bundle"
            machine.run(Machine.launcher, *(unknown + "worker").toTypedArray()).err shouldContain
                "--database URL must say"
        }
    })
