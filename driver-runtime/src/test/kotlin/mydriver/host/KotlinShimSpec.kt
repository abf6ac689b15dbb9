package mydriver.host

import io.kotest.core.spec.style.FunSpec
import io.kotest.datatest.withTests
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import java.nio.file.Path
import kotlin.io.path.copyTo
import kotlin.io.path.createParentDirectories
import kotlin.io.path.createSymbolicLinkPointingTo
import mydriver.testing.projectFolder

class KotlinShimSpec :
    FunSpec({
        val mydrivers =
            mapOf(
                "foo.exp.kts insert" to "foo.exp.kts insert",
                "./a/foo.exp.kts list --sort lr" to "./a/foo.exp.kts list --sort lr",
                "-cp some.jar foo.exp.kts list" to "foo.exp.kts list",
                "-J-Xmx1g -howtorun script foo.exp.kts" to "foo.exp.kts",
            )
        context("an experiment script goes to mydriver") {
            withTests(mydrivers.keys) { typed ->
                val ran = Shims(tempdir().toPath()).type("kotlin", *typed.split(' ').toTypedArray())
                ran.out shouldBe "mydriver\n" + mydrivers.getValue(typed).replace(' ', '\n') + "\n"
                ran.code shouldBe 7
            }
        }

        context("everything else goes to the next kotlin, word by word") {
            withTests(
                "-version",
                "foo.main.kts insert",
                "foo.kts",
                "-e foo.exp.kts",
                "-cp foo.exp.kts FooKt",
                "FooKt foo.exp.kts",
                "-help",
            ) { typed ->
                val words = typed.split(' ').filter { it.isNotEmpty() }
                val ran = Shims(tempdir().toPath()).withNext().type("kotlin", *words.toTypedArray())
                ran.out shouldBe (listOf("next") + words).joinToString("\n", postfix = "\n")
                ran.code shouldBe 9
            }
        }

        test("words keep their spaces and signs") {
            val shims = Shims(tempdir().toPath()).withNext()
            shims.type("kotlin", "foo.exp.kts", "list", "--where", "a = 'b  c'").out shouldBe
                "mydriver\nfoo.exp.kts\nlist\n--where\na = 'b  c'\n"
            shims.type("kotlin", "-e", "val a = \"b  *\"").out shouldBe "next\n-e\nval a = \"b  *\"\n"
        }

        test("it never calls itself, also through links and a folder named twice") {
            val shims = Shims(tempdir().toPath())
            shims.machine.folder.resolve("linked").toFile().mkdirs()
            shims.machine.folder.resolve("linked/kotlin").createSymbolicLinkPointingTo(shims.shim)
            shims.path("linked", "shim/bin", "shim/bin/../bin", "programs")
            val ran = shims.type("kotlin", "-version")
            ran.code shouldBe 127
            ran.err shouldContain "there is no other kotlin on PATH"
            shims.withNext().type("kotlin", "-version").out shouldBe "next\n-version\n"
        }

        test("shims of two copies of mydriver do not call each other for ever") {
            val shims = Shims(tempdir().toPath())
            shims.copyTo("other/bin")
            shims.path("shim/bin", "other/bin", "programs")
            shims.type("kotlin", "-version").code shouldBe 127
            shims.withNext().type("kotlin", "-version").out shouldBe "next\n-version\n"
        }

        test("a class path that mydriver does not use is told") {
            Shims(tempdir().toPath()).type("kotlin", "-cp", "some.jar", "foo.exp.kts").err shouldContain
                "-cp some.jar is left out"
        }
    })

/** The shim beside a stand-in for mydriver, first on the path. */
private class Shims(folder: Path) {
    val machine = Machine(folder).withSystem()
    val shim = copyTo("shim/bin")

    init {
        machine.program("mydriver", "printf '%s\\n' mydriver \"\$@\"; exit 7", shim.parent)
        path("shim/bin", "programs")
    }

    fun copyTo(place: String): Path =
        projectFolder
            .resolve("bin/kotlin")
            .copyTo(machine.folder.resolve("$place/kotlin").createParentDirectories())
            .apply {
                toFile().setExecutable(true)
            }

    fun path(vararg folders: String) {
        machine.environment["PATH"] =
            (folders.toList() + "system").joinToString(":") { "${machine.folder.resolve(it)}" }
    }

    fun withNext() = apply { machine.program("kotlin", "printf '%s\\n' next \"\$@\"; exit 9") }

    fun type(vararg words: String): Ran = machine.run("env", *words)
}
