package mydriver.host

import io.kotest.core.spec.style.FunSpec
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.collections.shouldContain
import io.kotest.matchers.collections.shouldHaveSize
import io.kotest.matchers.collections.shouldNotBeEmpty
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldEndWith
import io.kotest.matchers.string.shouldStartWith
import java.nio.file.Path
import kotlin.io.path.createDirectories
import kotlin.io.path.createSymbolicLinkPointingTo
import kotlin.io.path.listDirectoryEntries
import kotlin.io.path.readLines
import kotlin.io.path.readText
import kotlin.io.path.writeText
import mydriver.testing.onPath
import mydriver.testing.requireOrSkip

/** The real launcher, the real jar and the real compiler. */
class LauncherEndToEndSpec :
    FunSpec({
        val machine = Machine(tempdir("a folder; \$(x) 'y' größe 💡").toPath()).withSystem().withJava()
        machine.system.resolve("mydriver").createSymbolicLinkPointingTo(Machine.launcher)
        val script = machine.write("foo.exp.kts", "#!/usr/bin/env mydriver\n$declaration")
        script.toFile().setExecutable(true)

        test("four first starts at once all work, and leave one compiled script and nothing half written") {
            val starts = List(4) { machine.start(Machine.launcher, script, "--help") }.map { it.get() }
            starts.map { it.code } shouldBe List(4) { 0 }
            starts.forEach { it.out shouldContain "Runs the experiment \"lab\"" }
            machine.cache.resolve("index").listDirectoryEntries() shouldHaveSize 1
            machine.cache.resolve("scripts").listDirectoryEntries() shouldHaveSize 1
        }

        test("the first start made a class-data archive, and Java takes mydriver's classes from it") {
            val pointer = awaitFile(machine.cache.resolve("java")) { !it.contains(Regex("\\.(jsa|\\d+)$")) }
            val archive = pointer.readText().trim()
            val log = machine.folder.resolve("shared.log")
            val ran =
                machine.java(log, script, "--help", options = listOf("-Xshare:on", "-XX:SharedArchiveFile=$archive"))
            ran.code shouldBe 0
            val main = log.readLines().filter { " mydriver.host.Main source:" in it }
            main.single() shouldEndWith "source: shared objects file (top)"
        }

        test("a warm start loads neither the compiler nor anything of the scripting libraries; a first one does") {
            val warm = machine.folder.resolve("warm.log")
            machine.java(warm, script, "--help").code shouldBe 0
            compilerClasses(warm).shouldBeEmpty()
            val cold = machine.folder.resolve("cold.log")
            machine.java(cold, machine.write("cold/foo.exp.kts", "$declaration\n"), "--help").code shouldBe 0
            compilerClasses(cold).shouldNotBeEmpty()
        }

        test("a script with the launcher in its first line is a program") {
            val ran = machine.run("env", "./foo.exp.kts", "--version")
            ran.out shouldStartWith "mydriver "
            ran.code shouldBe 0
        }

        test("the words reach the command unchanged without a locale, and its exit code comes back") {
            val ran = machine.run(Machine.launcher, script, "größe 💡 \$(x)", more = mapOf("LC_ALL" to "C"))
            ran.err shouldContain "größe 💡 \$(x)"
            ran.out shouldBe ""
            ran.code shouldBe 2
        }

        test("errors of a script go to stderr with file, line and column, exit 3") {
            val ran =
                machine.run(
                    Machine.launcher,
                    machine.write("bad.exp.kts", "$declaration\nval a: Int = nowhere"),
                    "list",
                )
            ran shouldBe
                Ran(3, "", "bad.exp.kts:6:14: Unresolved reference 'nowhere'.\nval a: Int = nowhere\n             ^\n")
        }

        test("a script that throws shows its line, exit 3") {
            val ran =
                machine.run(Machine.launcher, machine.write("bad.exp.kts", "$declaration\nerror(\"no data\")"), "list")
            ran shouldBe Ran(3, "", "bad.exp.kts:6: java.lang.IllegalStateException: no data\nerror(\"no data\")\n")
        }

        test("a grid that throws shows its line too, exit 3") {
            val script =
                """
                experiment<Params>("bad") {
                    grid { for (lr in linspace(0.0, 1.0, 0)) trial("lr" to lr) }
                }
                """
                    .trimIndent()
            val ran = machine.run(Machine.launcher, machine.write("bad.exp.kts", script), "insert", "--dry")
            ran shouldBe
                Ran(
                    3,
                    "",
                    "bad.exp.kts:2: java.lang.IllegalArgumentException: linspace(0.0, 1.0, 0): " +
                        "there must be at least 1 value\n" +
                        "    grid { for (lr in linspace(0.0, 1.0, 0)) trial(\"lr\" to lr) }\n",
                )
        }

        test("a file that is not there is told, exit 3; an unknown word is a command, exit 2") {
            val missing = machine.run(Machine.launcher, "none.exp.kts", "list")
            missing.code shouldBe 3
            missing.err shouldContain "none.exp.kts: no such file"
            machine.run(Machine.launcher, "frobnicate").code shouldBe 2
            machine.run(Machine.launcher).code shouldBe 2
            machine.run(Machine.launcher, "--help").code shouldBe 0
        }

        test("Maven artifacts come from the repository that the script names") {
            val repository = tempdir().toPath()
            artifact(repository, "org.example.lab", "words", "1.0")
            val dependent =
                machine.write(
                    "dependent.exp.kts",
                    """
                    @file:Repository("${repository.toUri()}")
                    @file:DependsOn("org.example.lab:words:1.0")
                    $declaration
                    println(object {}.javaClass.classLoader.getResource("words.txt")!!.readText())
                    """,
                )
            // What was resolved is kept in the user's home, which must not be that of whoever runs the tests.
            val home = mapOf("JAVA_TOOL_OPTIONS" to "-Duser.home=${tempdir()}")
            machine.run(Machine.launcher, dependent, "--version", more = home).out shouldStartWith "words of a jar\n"
            val missing = machine.write("missing.exp.kts", "@file:DependsOn(\"none/such.jar\")\n$declaration")
            val ran = machine.run(Machine.launcher, missing, "--version")
            ran.code shouldBe 3
            ran.err shouldStartWith "missing.exp.kts:1:"
            ran.err shouldContain "@file:DependsOn: none/such.jar: "
        }

        test("a reader that leaves early, as head does, ends mydriver without a complaint") {
            val pipe = "'${Machine.launcher}' foo.exp.kts --help | { read -r line; exec 0<&-; echo \"\$line\"; }"
            val ran = machine.run("bash", "-c", pipe)
            ran.out shouldStartWith "Usage: mydriver foo.exp.kts"
            ran.err shouldBe ""
        }

        test("on a terminal, mydriver knows it and its width; in a pipe it does not") {
            requireOrSkip("script") { onPath("script") }
            val words = machine.folder.resolve("terminal")
            val java = machine.tellingJava()
            val typed = "stty cols 132; '${Machine.launcher}' list; '${Machine.launcher}' list </dev/null | cat"
            val more = mapOf("WORDS" to "$words", "PATH" to "${machine.environment["PATH"]}:/usr/bin:/bin")
            machine.run("script", "-qec", typed, "/dev/null", more = more).code shouldBe 0
            java.toFile().delete()
            words.readLines().filter {
                it.startsWith("-Dmydriver.terminals") || it.startsWith("-Dmydriver.width")
            } shouldBe
                listOf(
                    "-Dmydriver.terminals=input,errors,output",
                    "-Dmydriver.width=132",
                    "-Dmydriver.terminals=,errors",
                    "-Dmydriver.width=",
                )
        }

        test("only the jar is on the class path of a command") {
            val java = machine.tellingJava()
            val kept = machine.folder.resolve("words")
            machine.run(Machine.launcher, script, "--version", more = mapOf("WORDS" to "$kept")).code shouldBe 0
            java.toFile().delete()
            val words = kept.readLines()
            words[words.lastIndexOf("-cp") + 1] shouldBe "${Machine.jar}"
            words shouldContain "mydriver.host.Main"
        }
    })

/** Puts a java on the path that appends the words it gets to the file `WORDS`, and then is the real one. */
private fun Machine.tellingJava(): Path =
    program("java", "printf '%s\\n' \"\$@\" >>\"\$WORDS\"; exec '${Machine.realJava}' \"\$@\"")

/** Runs the jar by hand, writing to [log] which class comes from where. */
private fun Machine.java(log: Path, vararg words: Any, options: List<String> = emptyList()): Ran {
    val trace = "-Xlog:class+load:file=${log.fileName}"
    return run(
        Machine.realJava,
        trace,
        *options.toTypedArray(),
        "-Dfile.encoding=UTF-8",
        "-cp",
        Machine.jar,
        "mydriver.host.Main",
        *words,
    )
}

private fun compilerClasses(log: Path): List<String> =
    log.readLines().filter { " org.jetbrains.kotlin." in it || " kotlin.script." in it || "/compiler/kotlin-" in it }

private fun artifact(repository: Path, group: String, name: String, version: String) {
    val place = repository.resolve("${group.replace('.', '/')}/$name/$version").createDirectories()
    jarWith(place.resolve("$name-$version.jar"), "words.txt", "words of a jar")
    val coordinates = "<groupId>$group</groupId><artifactId>$name</artifactId><version>$version</version>"
    val pom = "<project><modelVersion>4.0.0</modelVersion>$coordinates</project>"
    place.resolve("$name-$version.pom").writeText(pom)
}
