package mydriver.host

import io.kotest.core.spec.style.FunSpec
import io.kotest.datatest.withTests
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.collections.shouldContain
import io.kotest.matchers.collections.shouldContainInOrder
import io.kotest.matchers.collections.shouldNotContain
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import java.nio.file.Files
import java.nio.file.Path
import kotlin.io.path.copyTo
import kotlin.io.path.createParentDirectories
import kotlin.io.path.createSymbolicLinkPointingTo
import kotlin.io.path.exists
import kotlin.io.path.readText
import kotlin.io.path.writeText

/** The launcher script by itself: java and Maven are stand-ins that tell how they were called. */
class BinMydriverSpec :
    FunSpec({
        test("java gets the jar alone as its class path, and the words as they were typed") {
            val copy = Copy(tempdir().toPath()).built()
            val ran = copy.machine.run(copy.launcher, "foo.exp.kts", "list", "--where", "a = 'b  c' and \$(d)")
            ran.code shouldBe 7
            ran.words shouldContainInOrder listOf("-cp", "${copy.jar}", "mydriver.host.Main", "foo.exp.kts", "list")
            ran.words.takeLast(2) shouldBe listOf("--where", "a = 'b  c' and \$(d)")
        }

        test("it is found through symbolic links, from any folder, and by its name on PATH") {
            val copy = Copy(tempdir().toPath()).built()
            val link = copy.machine.folder.resolve("link").createSymbolicLinkPointingTo(copy.launcher)
            val second = copy.machine.bin.resolve("mydriver").createSymbolicLinkPointingTo(Path.of("../link"))
            for (start in listOf(link, second, "mydriver", "../link")) {
                val ran = copy.machine.run("env", start, "list", directory = copy.machine.home)
                ran.words shouldContain "${copy.jar}"
            }
        }

        context("the optimising compiler is left to run, whose job computes in the process itself") {
            withTests("list" to true, "insert" to true, "worker" to true, "run" to false) { (command, quick) ->
                val copy = Copy(tempdir().toPath()).built()
                val words = copy.machine.run(copy.launcher, "foo.exp.kts", command).words
                ("-XX:TieredStopAtLevel=1" in words) shouldBe quick
            }
        }

        context("a wrong java is told, exit 3") {
            val cases =
                mapOf<String, (Copy) -> Unit>(
                    "no java on PATH" to { Files.delete(it.machine.bin.resolve("java")) },
                    "is version 11" to { it.java("11") },
                    "is version 8" to { it.java("1.8") },
                    "cannot tell the version" to { it.machine.program("java", "echo broken; exit 1") },
                    "JAVA_HOME is /nowhere" to { it.machine.environment["JAVA_HOME"] = "/nowhere" },
                )
            withTests(cases.keys) { words ->
                val copy = Copy(tempdir().toPath()).built()
                cases.getValue(words)(copy)
                val ran = copy.machine.run(copy.launcher, "foo.exp.kts", "list")
                ran.code shouldBe 3
                ran.out shouldBe ""
                ran.err shouldContain words
            }
        }

        test("JAVA_HOME goes before PATH") {
            val copy = Copy(tempdir().toPath()).built()
            Files.delete(copy.machine.bin.resolve("java"))
            copy.machine.environment["JAVA_HOME"] = "${copy.machine.folder.resolve("a jdk")}"
            copy.java("17", copy.machine.folder.resolve("a jdk/bin"))
            copy.machine.run(copy.launcher, "list").code shouldBe 7
        }

        test("the first start builds the project, says so, and keeps the log; the second does not") {
            val copy = Copy(tempdir().toPath())
            copy.maven("echo building; mkdir -p \"\${jar%/*}\" && : >\"\$jar\"")
            val first = copy.machine.run(copy.launcher, "list")
            first.code shouldBe 7
            first.err shouldContain "building mydriver for its first use"
            copy.builds() shouldBe 1
            copy.machine.cache.resolve("build.log").readText() shouldBe "building\n"
            copy.home.resolve(".building").exists() shouldBe false
            copy.machine.run(copy.launcher, "list").err shouldBe ""
            copy.builds() shouldBe 1
        }

        test("starts at the same time build once; the others wait for it") {
            val copy = Copy(tempdir().toPath())
            val gate = copy.machine.folder.resolve("gate")
            copy.machine.run("mkfifo", gate).code shouldBe 0
            // Maven stays until three other starts are seen to wait for it.
            copy.machine.program("sleep", "echo \$PPID 1<>'$gate'; exec '${copy.machine.system}/sleep' 0.05")
            copy.maven(
                """
                exec 3<>'$gate'
                set --
                while [ ${'$'}# -lt 3 ]; do
                    read -r pid <&3
                    case " ${'$'}* " in *" ${'$'}pid "*) ;; *) set -- "${'$'}@" "${'$'}pid" ;; esac
                done
                """
                    .trimIndent() + "\nmkdir -p \"\${jar%/*}\" && : >\"\$jar\""
            )
            val starts = List(4) { copy.machine.start(copy.launcher, "list") }
            starts.map { it.get().code } shouldBe List(4) { 7 }
            copy.builds() shouldBe 1
        }

        test("a build that died is taken over") {
            val copy = Copy(tempdir().toPath())
            copy.maven("mkdir -p \"\${jar%/*}\" && : >\"\$jar\"")
            val dead = ProcessBuilder("true").start().also { it.waitFor() }.pid()
            copy.home.resolve(".building/pid").createParentDirectories().writeText("$dead\n")
            copy.machine.run(copy.launcher, "list").code shouldBe 7
            copy.builds() shouldBe 1
        }

        test("a failed build shows the end of its log, exit 3, and the next start tries again") {
            val copy = Copy(tempdir().toPath())
            copy.maven("echo no such artifact; exit 1")
            repeat(2) {
                val ran = copy.machine.run(copy.launcher, "list")
                ran.code shouldBe 3
                ran.err shouldContain "no such artifact"
                ran.err shouldContain "${copy.machine.cache.resolve("build.log")}"
            }
            copy.builds() shouldBe 2
        }

        test("without Maven the way out is told, exit 3") {
            val copy = Copy(tempdir().toPath())
            val ran = copy.machine.run(copy.launcher, "list")
            ran.code shouldBe 3
            ran.err shouldContain "there is no mvn on PATH to build it; install Maven"
        }

        test("the archive is made once, beside the first command, and used from then on") {
            val copy = Copy(tempdir().toPath()).built()
            copy.machine.run(copy.launcher, "list").words shouldNotContain "-Xshare:on"
            copy.pointer().readText() shouldBe "${copy.machine.cache}/java/mydriver-archive.jsa\n"
            val words = copy.machine.run(copy.launcher, "list").words
            words shouldContain "-XX:SharedArchiveFile=${copy.machine.cache}/java/mydriver-archive.jsa"
            words shouldContain "-Dorg.sqlite.lib.path=${copy.machine.cache}/java/mydriver-archive"
        }

        test("a cache that cannot be written only costs the archive") {
            val copy = Copy(tempdir().toPath()).built()
            copy.machine.cache.writeText("a file in its place")
            val ran = copy.machine.run(copy.launcher, "list")
            ran.code shouldBe 7
            ran.err shouldBe ""
        }
    })

private val Ran.words: List<String>
    get() = out.lines().dropLast(1)

/** A copy of the project that is not built, in a folder whose name needs quoting. */
private class Copy(folder: Path) {
    val machine = Machine(folder).withSystem()
    val home: Path = folder.resolve("a copy; \$(of) 'it'")
    val jar: Path = home.resolve("driver-runtime/target/mydriver/mydriver.jar")
    val launcher: Path = Machine.launcher.copyTo(home.resolve("bin/mydriver").createParentDirectories())

    init {
        launcher.toFile().setExecutable(true)
        java("17")
    }

    fun built() = apply { jar.createParentDirectories().writeText("") }

    /** A java that prints its words and exits with 7, knows its version, and makes archives. */
    fun java(version: String, place: Path = machine.bin) =
        machine.program(
            "java",
            """
            for word; do
                case ${'$'}word in
                    -version) echo '    java.specification.version = $version' >&2; exit 0 ;;
                    -XX:ArchiveClassesAtExit=*) echo classes >"${'$'}{word#*=}"; echo mydriver-archive.jsa; exit 0 ;;
                esac
            done
            printf '%s\n' "${'$'}@"
            exit 7
            """,
            place,
        )

    /** A Maven that counts its builds and then does what [text] says. */
    fun maven(text: String) =
        machine.program(
            "mvn",
            "echo build >>'${machine.folder}/builds'\njar=driver-runtime/target/mydriver/mydriver.jar\n$text",
        )

    fun builds(): Int = machine.folder.resolve("builds").readText().lines().size - 1

    /** Waits for the file that names the archive, which a process in the background writes last. */
    fun pointer(): Path = awaitFile(machine.cache.resolve("java")) { !it.contains(Regex("\\.(jsa|\\d+)$")) }
}
