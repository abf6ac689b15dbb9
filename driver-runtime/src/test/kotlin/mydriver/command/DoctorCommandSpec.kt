package mydriver.command

import io.kotest.core.spec.style.FunSpec
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldStartWith
import kotlin.io.path.createDirectories
import kotlin.io.path.listDirectoryEntries
import kotlin.io.path.name
import kotlin.io.path.writeText
import mydriver.model.ConfigurationError
import mydriver.store.TestPlace

/** Checking what mydriver needs. */
class DoctorCommandSpec :
    FunSpec({
        val folder = tempdir().toPath()
        val script = specScript(folder)

        test("without a script Java, the cache and the archive are checked") {
            val ended = Desk(folder).type("doctor", "--format", "csv")
            ended.code shouldBe 0
            ended.out.lines().drop(1).map { it.substringBefore(',') } shouldContainExactly
                listOf("Java", "cache", "class-data archive", "")
        }

        test("with a script its database and root are checked too, and nothing is left behind") {
            val before = folder.listDirectoryEntries().map { it.name }
            val ended = Desk(folder).type("doctor", script = script)
            ended.code shouldBe 0
            ended.out shouldContain "ok     script: $folder/spec.exp.kts\n"
            ended.out shouldContain "ok     database: $folder/spec.db can be made\n"
            ended.out shouldContain "ok     root: $folder/spec.trials can be made\n"
            folder.listDirectoryEntries().map { it.name } shouldBe before
        }

        test("a script may be named behind the command; one that does not load is a fault like any other") {
            Desk(folder, load = { script }).type("doctor", "spec.exp.kts").out shouldContain "ok     script: "
            val ended =
                Desk(folder, load = { throw ConfigurationError("it is broken\nall of it") }).type("doctor", "x.exp.kts")
            ended.code shouldBe 3
            ended.out shouldContain "fault  script: x.exp.kts\n       it is broken\n       all of it\n"
            ended.err shouldBe ""
        }

        test("the database answers, and its clock is compared with this host's") {
            for (place in TestPlace.all) {
                val url = place.url()
                Desk(folder).type("insert", "--database", url.masked, script = script)
                val ended = Desk(folder).type("doctor", "--database", url.masked, script = script)
                ended.out shouldContain "ok     database: ${url.masked} answers"
                // The host's clock stands still on a day in 2026, the database's does not.
                ended.out shouldContain "fault  clock: the database's clock is "
                ended.out shouldContain "NTP"
                ended.code shouldBe 3
            }
        }

        test("a database that does not answer is a fault with a way out") {
            val ended = Desk(folder).type("doctor", "--database", "postgres://me@127.0.0.1:1/none/t", script = script)
            ended.code shouldBe 3
            ended.out shouldContain "fault  database: postgres://me@127.0.0.1:1/none/t\n"
        }

        test("a root or cache that cannot be written is a fault with a way out") {
            val file = folder.resolve("file").apply { writeText("no folder") }
            val ended = Desk(folder).type("doctor", "--root", "$file/below", script = script)
            ended.code shouldBe 3
            ended.out shouldContain "fault  root: $file/below cannot be written"
            ended.out shouldContain "MYDRIVER_ROOT"
        }

        test("wrong settings are a fault") {
            val ended = Desk(folder).type("doctor", "--database", "mysql://x", script = script)
            ended.code shouldBe 3
            ended.out shouldContain "fault  settings"
        }

        test("two scripts are wrong usage") {
            folder.resolve("sub").createDirectories()
            val ended = Desk(folder).type("doctor", "other.exp.kts", script = script)
            ended.code shouldBe 2
            ended.err shouldStartWith "mydriver: doctor takes one script"
        }
    })
