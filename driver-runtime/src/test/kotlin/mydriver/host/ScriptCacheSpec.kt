package mydriver.host

import io.kotest.core.spec.style.FunSpec
import io.kotest.datatest.withTests
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.collections.shouldHaveSize
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.nulls.shouldNotBeNull
import io.kotest.matchers.shouldBe
import io.kotest.property.Arb
import io.kotest.property.arbitrary.int
import io.kotest.property.checkAll
import java.nio.file.Files
import java.nio.file.Path
import java.util.concurrent.CyclicBarrier
import kotlin.concurrent.thread
import kotlin.io.path.deleteExisting
import kotlin.io.path.isRegularFile
import kotlin.io.path.listDirectoryEntries
import kotlin.io.path.readBytes
import kotlin.io.path.writeBytes
import kotlin.io.path.writeText

class ScriptCacheSpec :
    FunSpec({
        test("what was kept is found: class, class files, imports and jars") {
            val case = CacheCase(tempdir().toPath())
            case.keep()
            val found = case.find().shouldNotBeNull()
            found.main shouldBe "Foo_exp"
            found.classes.mapValues { it.value.toList() } shouldBe mapOf("Foo_exp.class" to listOf<Byte>(1, 2, 3))
            found.imports shouldBe listOf(case.import)
            found.coordinates shouldBe listOf("org.example:a:1.0")
            found.jars shouldBe listOf(case.jar)
        }

        test("nothing is found before it was kept") { CacheCase(tempdir().toPath()).find().shouldBeNull() }

        val changes =
            mapOf<String, (CacheCase) -> Unit>(
                "the script is edited" to { it.script.writeText("b") },
                "an import is edited" to { it.import.writeText("b") },
                "an import is removed" to { it.import.deleteExisting() },
                "a dependency's jar is removed" to { it.jar.deleteExisting() },
                "a dependency's jar is another one" to { it.jar.writeText("another jar") },
                "mydriver is another build" to { it.environment = "another build" },
            )
        context("nothing is found once") {
            withTests(changes.keys) { change ->
                val case = CacheCase(tempdir().toPath())
                case.keep()
                changes.getValue(change)(case)
                case.find().shouldBeNull()
            }
        }

        test("an edit that is undone is found again, without another compilation") {
            val case = CacheCase(tempdir().toPath())
            case.keep()
            case.import.writeText("b")
            case.keep()
            case.import.writeText("a")
            case.find().shouldNotBeNull()
        }

        test("the same text in another folder is another script: its imports lie elsewhere") {
            val case = CacheCase(tempdir().toPath())
            case.keep()
            val moved = case.folder.resolve("elsewhere").also(Files::createDirectory).resolve("foo.exp.kts")
            moved.writeText("a")
            case.cache().find(ScriptSource.read(moved)).shouldBeNull()
        }

        test("a text that needs no other file is compiled once, wherever it lies") {
            val folder = tempdir().toPath()
            val cache = ScriptCache(folder.resolve("cache"), "a build")
            val script = folder.resolve("foo.exp.kts").apply { writeText("a") }
            val alone = CompiledScript("Foo_exp", emptyMap(), emptyList(), emptyList(), emptyList())
            cache.keep(ScriptSource.read(script), alone)
            val pinned = folder.resolve("bundle").also(Files::createDirectory).resolve("foo.exp.kts")
            pinned.writeText("a")
            cache.find(ScriptSource.read(pinned)).shouldNotBeNull().main shouldBe "Foo_exp"
            pinned.writeText("b")
            cache.find(ScriptSource.read(pinned)).shouldBeNull()
        }

        test("a damaged or cut entry counts as absent, whichever byte it is") {
            val case = CacheCase(tempdir().toPath())
            case.keep()
            for (file in case.entries()) {
                val whole = file.readBytes()
                checkAll(200, Arb.int(whole.indices)) { at ->
                    file.writeBytes(whole.copyOf(at))
                    case.find().shouldBeNull()
                    file.writeBytes(whole.clone().apply { this[at]++ })
                    case.find().shouldBeNull()
                }
                file.writeBytes(ByteArray(whole.size) { 7 })
                case.find().shouldBeNull()
                file.writeBytes(whole)
            }
            case.find().shouldNotBeNull()
        }

        test("many writers and readers at once: every reader sees all of an entry or none of it") {
            val case = CacheCase(tempdir().toPath())
            val start = CyclicBarrier(8)
            val wrong = java.util.concurrent.ConcurrentLinkedQueue<String>()
            val threads =
                List(8) { number ->
                    thread {
                        start.await()
                        repeat(50) {
                            if (number < 4) case.keep()
                            else case.find()?.let { if (it.main != "Foo_exp") wrong += it.main }
                        }
                    }
                }
            threads.forEach(Thread::join)
            wrong.shouldBeEmpty()
            case.find().shouldNotBeNull()
            case.entries() shouldHaveSize 2
        }
    })

/** A script with an import and a dependency, and what it compiles to. */
private class CacheCase(val folder: Path) {
    val script: Path = folder.resolve("foo.exp.kts").apply { writeText("a") }
    val import: Path = folder.resolve("common.exp.kts").apply { writeText("a") }
    val jar: Path = folder.resolve("a.jar").apply { writeText("a jar") }
    var environment = "a build"

    private val compiled =
        CompiledScript(
            "Foo_exp",
            mapOf("Foo_exp.class" to byteArrayOf(1, 2, 3)),
            listOf(import),
            listOf("org.example:a:1.0"),
            listOf(jar),
        )

    fun cache() = ScriptCache(folder.resolve("cache"), environment)

    fun keep() = cache().keep(ScriptSource.read(script), compiled)

    fun find() = cache().find(ScriptSource.read(script))

    fun entries(): List<Path> =
        listOf("index", "scripts")
            .flatMap { folder.resolve("cache/$it").listDirectoryEntries() }
            .filter { it.isRegularFile() }
}
