package mydriver.host

import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.datatest.withTests
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.collections.shouldHaveSize
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldEndWith
import io.kotest.matchers.string.shouldStartWith
import java.nio.file.Path
import kotlin.io.path.createDirectory
import kotlin.io.path.writeText
import mydriver.command.Bundle
import mydriver.model.ConfigurationError
import mydriver.script.ExperimentScript

class ScriptLoaderSpec :
    FunSpec({
        test("a script is compiled once, and again after an edit") {
            val lab = ScriptLab(tempdir().toPath())
            val compiler = CountingCompiler(Rehearsal::class.java)
            val file = lab.write("foo.exp.kts", "a")
            repeat(3) { lab.loader(compiler).load(file, listOf("list")).experiment.name shouldBe "rehearsal" }
            compiler.compilations shouldBe 1
            lab.write("foo.exp.kts", "b")
            lab.loader(compiler).load(file, listOf("list"))
            compiler.compilations shouldBe 2
            lab.warnings.shouldBeEmpty()
        }

        test("a damaged cache is compiled anew and mended") {
            val lab = ScriptLab(tempdir().toPath())
            val compiler = CountingCompiler(Rehearsal::class.java)
            val file = lab.write("foo.exp.kts", "a")
            lab.loader(compiler).load(file, emptyList())
            lab.folder.resolve("cache/scripts").toFile().listFiles().orEmpty().forEach { it.writeText("rubbish") }
            repeat(2) { lab.loader(compiler).load(file, emptyList()) }
            compiler.compilations shouldBe 2
        }

        test("a cache that cannot be written costs time, not the command") {
            val lab = ScriptLab(tempdir().toPath())
            lab.folder.resolve("cache").writeText("a file in its place")
            val script =
                lab.loader(CountingCompiler(Rehearsal::class.java)).load(lab.write("foo.exp.kts", "a"), emptyList())
            script.experiment.name shouldBe "rehearsal"
            lab.warnings shouldHaveSize 1
            lab.warnings.single() shouldContain "cannot be kept"
        }

        test("a script sees the words behind its name") {
            val lab = ScriptLab(tempdir().toPath())
            val loader = lab.loader(CountingCompiler(Rehearsal::class.java))
            val script = loader.load(lab.write("foo.exp.kts", "a"), listOf("list", "--sort", "lr"))
            script.instance.args.toList() shouldBe listOf("list", "--sort", "lr")
        }

        test("a bundle comes back as the script it was made of, with the place it was made at") {
            val lab = ScriptLab(tempdir().toPath())
            val bundle = Bundle("foo.exp.kts", "a", mapOf("../common.exp.kts" to "b"))
            val origin = Path.of("/home/me/foo.exp.kts")
            val script = lab.loader(CountingCompiler(Rehearsal::class.java)).load(bundle, origin, emptyList())
            script.path shouldBe origin
            script.instance.folder shouldBe origin.parent
            script.bundle shouldBe bundle
        }

        test("a bundle that names files outside of it is refused") {
            val lab = ScriptLab(tempdir().toPath())
            val bundle = Bundle("foo.exp.kts", "a", mapOf("a/../../../common.exp.kts" to "b"))
            shouldThrow<ConfigurationError> { BundleFolder(lab.folder).script(bundle) }
        }

        context("a file that is no script is told by name") {
            val cases =
                mapOf<String, (Path) -> Path>(
                    "no such file" to { it.resolve("none.exp.kts") },
                    "is a folder" to { it.resolve("folder.exp.kts").createDirectory() },
                )
            withTests(cases.keys) { words ->
                val lab = ScriptLab(tempdir().toPath())
                val file = cases.getValue(words)(lab.folder)
                val error = shouldThrow<ConfigurationError> { lab.loader({ error("never") }).load(file, emptyList()) }
                error.exitCode shouldBe 3
                error.message!! shouldStartWith "$file: $words"
            }
        }

        test("a script without an experiment says what is missing") {
            val lab = ScriptLab(tempdir().toPath())
            val loader = lab.loader(CountingCompiler(EmptyScript::class.java))
            val fault = shouldThrow<ScriptFault> { loader.load(lab.write("foo.exp.kts", "a"), emptyList()) }
            fault.message!! shouldStartWith "foo.exp.kts: declares no experiment"
        }

        test("an exception in the script's body is told with the script's own line") {
            val lab = ScriptLab(tempdir().toPath())
            val file = lab.write("ScriptLoaderSpec.kt", "\n".repeat(200))
            val loader = lab.loader(CountingCompiler(ThrowingScript::class.java))
            val fault = shouldThrow<ScriptFault> { loader.load(file, emptyList()) }
            fault.message!! shouldStartWith "ScriptLoaderSpec.kt:"
            fault.message!!.trimEnd() shouldEndWith "java.lang.IllegalStateException: no data"
            fault.exitCode shouldBe 3
        }
    })

/** Compiles every script to [type]. */
private class CountingCompiler(private val type: Class<*>) : ScriptCompiler {
    var compilations = 0

    override fun compile(source: ScriptSource): CompiledScript {
        compilations++
        return CompiledScript(type.name, emptyMap(), emptyList(), emptyList(), emptyList())
    }
}

internal class EmptyScript(args: Array<String>) : ExperimentScript(args)

internal class ThrowingScript(args: Array<String>) : ExperimentScript(args) {
    init {
        error("no data")
    }
}
