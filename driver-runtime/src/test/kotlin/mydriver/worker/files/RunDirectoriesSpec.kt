package mydriver.worker.files

import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.datatest.withData
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.collections.shouldContainExactlyInAnyOrder
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import java.nio.file.Path
import java.util.concurrent.Callable
import java.util.concurrent.CyclicBarrier
import java.util.concurrent.Executors
import kotlin.io.path.Path
import kotlin.io.path.createDirectories
import kotlin.io.path.createFile
import kotlin.io.path.exists
import kotlin.io.path.listDirectoryEntries
import kotlin.io.path.name
import kotlin.io.path.readText
import kotlin.io.path.writeText
import kotlinx.serialization.json.JsonPrimitive
import kotlinx.serialization.json.buildJsonObject
import mydriver.model.ConfigurationError

class RunDirectoriesSpec :
    FunSpec({
        val mine = FolderOwner("uid-1", 1, "sqlite:/a/foo.db?table=digits")

        test("a folder belongs to the table set that came first, whatever the others are called") {
            val root = tempdir().toPath()
            RunDirectories(root, "digits").open(mine)
            RunDirectories(root, "digits").open(mine)
            val error =
                shouldThrow<ConfigurationError> {
                    RunDirectories(root, "digits").open(FolderOwner("uid-2", 1, "postgres://me@db/lab/digits"))
                }
            error.message shouldContain
                "$root/digits: belongs to another table set (uid uid-1, database sqlite:/a/foo.db?table=digits)"
            error.message shouldContain "root(\"…\")"
            RunDirectories(root, "other").open(FolderOwner("uid-2", 1, "postgres://me@db/lab/other"))
        }

        test("of many table sets that come at once, one gets the folder") {
            val root = tempdir().toPath()
            val pool = Executors.newFixedThreadPool(8)
            val tries =
                (1..8).map {
                    Callable {
                        runCatching { RunDirectories(root, "d").open(FolderOwner("uid-$it", 1, "db$it")) }.isSuccess
                    }
                }
            pool.invokeAll(tries).count { it.get() } shouldBe 1
            pool.shutdown()
            root.resolve("d").listDirectoryEntries().map { it.name } shouldBe listOf("tableset.json")
        }

        test("the names of the owner are kept up to date") {
            val root = tempdir().toPath()
            RunDirectories(root, "digits").open(mine)
            RunDirectories(root, "digits")
                .open(mine.copy(names = listOf(buildJsonObject { put("name", JsonPrimitive("lr")) })))
            root.resolve("digits/tableset.json").readText() shouldContain "\"lr\""
        }

        test("a damaged owner's file is told, not replaced") {
            val root = tempdir().toPath()
            val file = root.resolve("digits").createDirectories().resolve("tableset.json")
            file.writeText("{")
            shouldThrow<ConfigurationError> { RunDirectories(root, "digits").open(mine) }.message shouldContain
                "tableset.json"
            file.readText() shouldBe "{"
        }

        test("a root that cannot be written is told with the way out") {
            val root = tempdir().toPath().resolve("file").createFile()
            shouldThrow<ConfigurationError> { RunDirectories(root, "digits").open(mine) }.message shouldContain
                "root(\"…\")"
        }

        test("an attempt's folder holds what it should, and nothing temporary") {
            val trial = tempdir().toPath().resolve("7")
            AttemptDirectory(trial, 1, "{\"lr\":0.1}").create()
            AttemptDirectory(trial, 2, "{\"lr\":0.2}").create()
            trial.listDirectoryEntries().map { it.name } shouldContainExactlyInAnyOrder
                listOf("params.json", "attempt-1", "attempt-2", "latest")
            trial.resolve("params.json").readText() shouldBe "{\"lr\":0.1}"
            trial.resolve("latest").toRealPath().name shouldBe "attempt-2"
        }

        test("a new trial's folder comes to be whole, also when two workers make it at the same moment") {
            val directories = RunDirectories(tempdir().toPath(), "digits").apply { open(mine) }
            val start = CyclicBarrier(2)
            val threads = Executors.newFixedThreadPool(2)
            try {
                for (id in 1L..100L) {
                    val made =
                        (1..2).map { number ->
                            threads.submit {
                                start.await()
                                directories.attempt(id, number, "{\"a\":$number}", 0).create()
                            }
                        }
                    made.forEach { it.get() }
                    val trial = directories.trial(id)
                    trial.listDirectoryEntries().map { it.name } shouldContainExactlyInAnyOrder
                        listOf("params.json", "attempt-1", "attempt-2", "latest")
                    (1..2).all { trial.resolve("attempt-$it/files").exists() } shouldBe true
                    trial.resolve("latest").toRealPath().name shouldContain "attempt-"
                }
            } finally {
                threads.shutdown()
            }
            directories.spares.listDirectoryEntries().shouldBeEmpty()
        }

        context("the root derives from the script") {
            withData(
                nameFn = { "${it.first}" },
                null to "/a/foo.trials",
                "~" to "/home/me",
                "~/exp/kording" to "/home/me/exp/kording",
                "/data/x" to "/data/x",
                "../x" to "/x",
                "~other" to "/a/~other",
            ) { (declared, root) ->
                runRoot(Path("/a/foo.exp.kts"), declared, Path("/home/me")) shouldBe Path(root)
            }
        }
    })
