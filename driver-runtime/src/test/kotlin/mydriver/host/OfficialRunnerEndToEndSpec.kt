package mydriver.host

import io.kotest.core.spec.style.FunSpec
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldStartWith
import java.nio.file.Path
import mydriver.testing.officialKotlin
import mydriver.testing.projectFolder

/** The official Kotlin runner, which knows nothing of mydriver but the jar on its class path. */
class OfficialRunnerEndToEndSpec :
    FunSpec({
        fun machine() = Machine(tempdir().toPath()).withSystem().withJava()

        test("a script with imports and a jar runs its command line, and knows its own file") {
            val runner = officialKotlin()
            val machine = machine()
            jarWith(machine.folder.resolve("lib/words.jar"), "words.txt", "words of a jar")
            machine.write("shared/common.exp.kts", "fun half(x: Double) = x / 2")
            machine.write(
                "foo.exp.kts",
                """
                #!/usr/bin/env mydriver
                @file:DependsOn("lib/words.jar")
                @file:Import("shared/common.exp.kts")
                data class Point(val lr: Double)
                println(object {}.javaClass.classLoader.getResource("words.txt")!!.readText())
                experiment<Point>("lab ${'$'}{half(1.0)}") { grid { trial(Point(half(1.0))) }; job { } }
                """,
            )
            val ran = machine.official(runner, "foo.exp.kts", "--help")
            ran.err shouldBe ""
            ran.out shouldStartWith "words of a jar\nUsage: mydriver foo.exp.kts COMMAND"
            ran.out shouldContain "Runs the experiment \"lab 0.5\""
            ran.code shouldBe 0
        }

        test("the exit code of a command comes through, and its errors look as everywhere") {
            val runner = officialKotlin()
            val machine = machine()
            machine.write("foo.exp.kts", declaration)
            val official = machine.official(runner, "foo.exp.kts", "frobnicate")
            official.code shouldBe 2
            official shouldBe machine.run(Machine.launcher, "foo.exp.kts", "frobnicate")
        }

        test("a script that throws shows its line, exit 3") {
            val runner = officialKotlin()
            val machine = machine()
            machine.write("foo.exp.kts", "$declaration\nerror(\"no data\")")
            machine.official(runner, "foo.exp.kts", "list") shouldBe
                Ran(3, "", "foo.exp.kts:6: java.lang.IllegalStateException: no data\nerror(\"no data\")\n")
        }

        test("behind the shim, kotlin runs experiment scripts with mydriver and everything else by itself") {
            val runner = officialKotlin()
            val machine = machine()
            machine.environment["PATH"] = "${projectFolder.resolve("bin")}:${runner.parent}:${machine.system}"
            machine.write("foo.exp.kts", declaration)
            machine.run("env", "kotlin", "foo.exp.kts", "--version").out shouldStartWith "mydriver "
            machine.write("plain.main.kts", "println(args.toList())")
            machine.run("env", "kotlin", "plain.main.kts", "a b").out shouldBe "[a b]\n"
        }
    })

private fun Machine.official(runner: Path, vararg words: String): Ran = run(runner, "-cp", Machine.jar, *words)
