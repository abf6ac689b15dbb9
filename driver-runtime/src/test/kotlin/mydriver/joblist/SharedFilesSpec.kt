package mydriver.joblist

import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.datatest.withData
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.collections.shouldContainExactlyInAnyOrder
import io.kotest.matchers.ints.shouldBeGreaterThan
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldNotContain
import io.kotest.property.Arb
import io.kotest.property.arbitrary.list
import io.kotest.property.arbitrary.string
import io.kotest.property.checkAll
import java.io.IOException
import java.nio.file.DirectoryIteratorException
import java.nio.file.Files
import java.nio.file.attribute.PosixFilePermissions
import java.util.concurrent.Callable
import java.util.concurrent.CyclicBarrier
import java.util.concurrent.Executors
import kotlin.io.path.exists
import kotlin.io.path.listDirectoryEntries
import kotlin.io.path.name
import kotlin.io.path.readText
import kotlin.io.path.writeText
import kotlin.time.Duration.Companion.minutes
import mydriver.process.Machine

/** Files that several machines make and replace. */
class SharedFilesSpec :
    FunSpec({
        val folder = tempdir().toPath()

        test("of all who try to make a file at the same moment, one does") {
            val workers = 8
            val pool = Executors.newFixedThreadPool(workers)
            val barrier = CyclicBarrier(workers)
            repeat(50) { round ->
                val file = folder.resolve("claim-$round")
                val tries =
                    List(workers) { worker ->
                        Callable {
                            barrier.await()
                            createOnce(file, "worker $worker", folder.resolve("aside-$round-$worker"))
                        }
                    }
                val winners = pool.invokeAll(tries).map { it.get() }.withIndex().filter { it.value }.map { it.index }
                winners.size shouldBe 1
                file.readText() shouldBe "worker ${winners.single()}"
            }
            pool.shutdown()
            folder.listDirectoryEntries("aside-*") shouldBe emptyList()
        }

        test("who made it although the answer got lost, as over NFS, knows it") {
            val aside = folder.resolve("aside").apply { writeText("mine") }
            val file = folder.resolve("lost answer")
            Files.createLink(file, aside)
            createOnce(file, "mine", aside) shouldBe true
            createOnce(file, "mine, too", folder.resolve("another")) shouldBe false
            file.readText() shouldBe "mine"
        }

        context("an attempt's name can be read, and leads back to it") {
            withData(
                nameFn = { it.second },
                listOf("python", "main.py", "--lr", "0.1") to "python_main.py_--lr_0.1-",
                listOf("/usr/bin/env", "x") to "env_x-",
                listOf("./..hidden", "a b") to "hidden_a_b-",
                listOf("../ä", "") to "__-",
            ) { (words, start) ->
                val id = Occurrence(CommandKey.of(words), 2).attempt(3)
                "$id".startsWith(start) shouldBe true
                AttemptId.parse("$id") shouldBe id
            }
        }

        test("different commands have different keys that are good names of files") {
            checkAll(500, Arb.list(Arb.string(0..40), 1..5), Arb.list(Arb.string(0..40), 1..5)) { one, other ->
                val key = CommandKey.of(one).text
                (key == CommandKey.of(other).text) shouldBe (one == other)
                key shouldNotContain "/"
                key.length shouldBeGreaterThan 16
                key.startsWith(".") shouldBe false
                (key.length <= 77) shouldBe true
            }
        }

        test("what somebody saves while the list is being marked stays") {
            val file = folder.resolve("edited.json").apply { writeText("[[\"a\"]]") }
            var looks = 0
            JobListFile(file).mark(folder.resolve("list aside")) { list ->
                if (looks++ == 0) file.writeText("[[\"a\"],\n [\"added\"]]")
                list.entries.filter { it.words == listOf("a") }.map { it.number }.toSet()
            }
            looks shouldBe 2
            file.readText() shouldBe "[[\"executed\", \"a\"],\n [\"added\"]]"
            folder.resolve("list aside").exists() shouldBe false
        }

        test("a list that is being saved is not touched") {
            val file = folder.resolve("torn.json").apply { writeText("[[\"a\"") }
            JobListFile(file).mark(folder.resolve("list aside")) { setOf(1) }
            file.readText() shouldBe "[[\"a\""
        }

        test("a marked list keeps its permissions, and a link to it stays a link") {
            val real = folder.resolve("real.json").apply { writeText("[[\"a\"]]") }
            val permissions = PosixFilePermissions.fromString("rw-rw-r--")
            Files.setPosixFilePermissions(real, permissions)
            val link = Files.createSymbolicLink(folder.resolve("link.json"), real)
            val file = JobListFile.of(link)
            file.mark(folder.resolve("list aside")) { setOf(1) }
            Files.isSymbolicLink(link) shouldBe true
            real.readText() shouldBe "[[\"executed\", \"a\"]]"
            Files.getPosixFilePermissions(real) shouldBe permissions
            file.folder.name shouldBe "real.json.runs"
        }

        context("a folder that cannot be reached is told with the way out, whatever was wanted of it") {
            val shared = SharedFolder(folder.resolve("no folder").apply { writeText("") }, "self")
            val signs = WorkerSigns(shared, Machine("here", "boot"), 5.minutes)
            withData(
                nameFn = { it.first },
                "make" to { shared.make() },
                "sweep" to { shared.sweep { true } },
                "show" to { signs.show() },
                "sweep signs" to { signs.sweep() },
                "is young" to { signs.isYoung(shared.path) },
                "withdraw" to { signs.withdraw() },
                "attempts" to { Records(shared).attempts() },
                "half-way" to { reaching(shared.path) { throw DirectoryIteratorException(IOException("stale")) } },
            ) { (_, action) ->
                shouldThrow<SharedFolderError> { action() }.message shouldContain "every worker must be able to"
            }
        }

        test("of equal commands the marked ones are the first") {
            val list = listed("[[\"a\"], [\"b\"], [\"executed\", \"a\"], [\"a\"]]")
            list.occurrences().map { (entry, occurrence) ->
                entry.number to occurrence.number
            } shouldContainExactlyInAnyOrder listOf(1 to 2, 2 to 1, 3 to 1, 4 to 3)
        }
    })
