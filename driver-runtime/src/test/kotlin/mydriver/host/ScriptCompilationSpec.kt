package mydriver.host

import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.collections.shouldHaveSize
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldStartWith

class ScriptCompilationSpec :
    FunSpec({
        test("a script with imports, a jar and options compiles, runs, and becomes a bundle") {
            val lab = ScriptLab(tempdir().toPath())
            jarWith(lab.folder.resolve("lib/words.jar"), "words.txt", "from the jar")
            lab.write("shared/deep.exp.kts", "fun twice(x: Double) = 2 * x")
            lab.write(
                "shared/common.exp.kts",
                """
                @file:Import("deep.exp.kts")
                fun four(x: Double): Double = twice(twice(x))
                """,
            )
            val file =
                lab.write(
                    "foo.exp.kts",
                    """
                    #!/usr/bin/env mydriver
                    @file:DependsOn("lib/words.jar")
                    @file:Import("shared/common.exp.kts")
                    @file:CompilerOptions("-Xcontext-parameters")

                    context(scale: Double) fun scaled(x: Double) = scale * x
                    val words = object {}.javaClass.classLoader.getResource("words.txt")!!.readText()
                    data class Point(val lr: Double)
                    experiment<Point>("lab " + words) { grid { trial(Point(four(with(0.5) { scaled(1.0) }))) } }
                    """,
                )
            repeat(2) {
                val script = lab.loader(lab.compiler()).load(file, emptyList())
                script.experiment.name shouldBe "lab from the jar"
                script.bundle.imports.keys shouldContainExactly setOf("shared/common.exp.kts", "shared/deep.exp.kts")
                script.bundle.dependencies shouldBe listOf("lib/words.jar")
            }
        }

        test("all errors are told at once: file, line, column, the line itself and a caret") {
            val lab = ScriptLab(tempdir().toPath())
            val file =
                lab.write(
                    "foo.exp.kts",
                    "val a: Int = \"text\"\n$declaration\nfun b() {\n\tunknown(3)\n}\nval c = nowhere",
                )
            val message = shouldThrow<ScriptFault> { lab.loader(lab.compiler()).load(file, emptyList()) }.message!!
            val lines = message.lines()
            lines.filter { it.startsWith("foo.exp.kts:") } shouldHaveSize 3
            lines[0] shouldStartWith "foo.exp.kts:1:12: "
            lines[1] shouldBe "val a: Int = \"text\""
            lines[2] shouldBe "           ^"
            message shouldContain "foo.exp.kts:8:2: Unresolved reference 'unknown'.\n\tunknown(3)\n\t^\n"
            message shouldContain "foo.exp.kts:10:9: Unresolved reference 'nowhere'."
        }

        test("an error in an imported script is told with that script's name and line") {
            val lab = ScriptLab(tempdir().toPath())
            lab.write("shared/common.exp.kts", "val a = 1\nval b = nowhere")
            val file = lab.write("foo.exp.kts", "@file:Import(\"shared/common.exp.kts\")\n$declaration")
            val message = shouldThrow<ScriptFault> { lab.loader(lab.compiler()).load(file, emptyList()) }.message!!
            message shouldStartWith
                "shared/common.exp.kts:2:9: Unresolved reference 'nowhere'.\nval b = nowhere\n        ^"
        }

        test("a jar that is not there is told at its annotation") {
            val lab = ScriptLab(tempdir().toPath())
            val file = lab.write("foo.exp.kts", "@file:DependsOn(\"lib/none.jar\")\n$declaration")
            val message = shouldThrow<ScriptFault> { lab.loader(lab.compiler()).load(file, emptyList()) }.message!!
            message shouldStartWith "foo.exp.kts:1:"
            message shouldContain "lib/none.jar"
        }

        test("an import that is not there is told at its annotation") {
            val lab = ScriptLab(tempdir().toPath())
            val file = lab.write("foo.exp.kts", "@file:Import(\"none.exp.kts\", \"nor this.kts\")\n$declaration")
            val message = shouldThrow<ScriptFault> { lab.loader(lab.compiler()).load(file, emptyList()) }.message!!
            message shouldContain "foo.exp.kts:1:"
            message shouldContain "@file:Import: no file ${lab.folder.resolve("none.exp.kts")}"
            message shouldContain "@file:Import: no file ${lab.folder.resolve("nor this.kts")}"
        }

        test("a script sees the DSL without an import, and nothing of what mydriver itself is made of") {
            val lab = ScriptLab(tempdir().toPath())
            val file = lab.write("foo.exp.kts", "$declaration\nval a = mydriver.host.Main\nval b = org.sqlite.JDBC()")
            val message = shouldThrow<ScriptFault> { lab.loader(lab.compiler()).load(file, emptyList()) }.message!!
            message.lines().filter { it.startsWith("foo.exp.kts:") } shouldHaveSize 2
        }

        test("an exception in the script's body is told with its line, and warnings are told too") {
            val lab = ScriptLab(tempdir().toPath())
            val file =
                lab.write(
                    "foo.exp.kts",
                    "$declaration\nval text: String? = \"a\"!!\nfun data(): Int =\n    error(\"no data\")\ndata()",
                )
            val fault = shouldThrow<ScriptFault> { lab.loader(lab.compiler()).load(file, emptyList()) }
            fault.message shouldBe "foo.exp.kts:8: java.lang.IllegalStateException: no data\n    error(\"no data\")"
            lab.warnings.single() shouldStartWith "foo.exp.kts:6:"
            lab.warnings.single() shouldContain "warning:"
        }

        test("a second experiment is refused where it stands") {
            val lab = ScriptLab(tempdir().toPath())
            val file = lab.write("foo.exp.kts", "$declaration\nexperiment<Point>(\"other\") { }")
            val message = shouldThrow<ScriptFault> { lab.loader(lab.compiler()).load(file, emptyList()) }.message!!
            message shouldStartWith "foo.exp.kts:6: "
            message shouldContain "two experiments"
        }
    })
