package mydriver.store

import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.datatest.withData
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldNotContain
import java.nio.file.Files
import java.nio.file.Path
import mydriver.model.ConfigurationError
import mydriver.model.DatabaseError

private val base = Path.of("/exp")

private fun parse(text: String, environment: Map<String, String> = mapOf("HOME" to "/home/me")) =
    TableSetUrl.parse(text, base, "digits", environment::get)

private class Form(val text: String, val masked: String)

private class Fault(val text: String, vararg val says: String)

class TableSetUrlSpec :
    FunSpec({
        context("a URL is read as people write it") {
            withData<Form>(
                nameFn = { it.text },
                Form("postgres://me@db.org/lab/nips09_kording", "postgres://me@db.org/lab/nips09_kording"),
                Form("postgresql://me@db.org:5433/lab/t", "postgres://me@db.org:5433/lab/t"),
                Form(
                    "postgres://me:s3%40cret/@db.org/lab?table=t".replace("/@", "@"),
                    "postgres://me:***@db.org/lab/t",
                ),
                Form("postgres://db.org/lab?table=t&sslmode=require", "postgres://db.org/lab/t"),
                Form("postgres://me@[::1]:5433/lab/t", "postgres://me@[::1]:5433/lab/t"),
                Form("postgres://me@db.org/lab", "postgres://me@db.org/lab/digits"),
                Form("sqlite:runs/foo.db?table=t", "sqlite:/exp/runs/foo.db?table=t"),
                Form("sqlite:foo.db", "sqlite:/exp/foo.db?table=digits"),
                Form("sqlite:///rel/foo.db?table=t", "sqlite:/exp/rel/foo.db?table=t"),
                Form("sqlite:////abs/foo.db?table=t", "sqlite:/abs/foo.db?table=t"),
                Form("sqlite:/abs/foo.db?table=t", "sqlite:/abs/foo.db?table=t"),
                Form("sqlite:~/foo.db?table=t", "sqlite:/home/me/foo.db?table=t"),
                Form("sqlite:a%20b%25%3F.db?table=t", "sqlite:/exp/a%20b%25%3F.db?table=t"),
                Form("sqlite:it's;x.db?table=t", "sqlite:/exp/it%27s%3Bx.db?table=t"),
            ) {
                parse(it.text).masked shouldBe it.masked
                parse(it.text).toString() shouldBe it.masked
            }
        }

        context("a URL that is wrong is refused with all its faults, and without its password") {
            withData<Fault>(
                nameFn = { it.text },
                Fault("mysql://h/d/t", "no database known here", "postgres://user@host", "sqlite:path"),
                Fault("foo.db", "no database known here"),
                Fault("sqlite:?table=t", "names no file"),
                Fault("sqlite://host/foo.db?table=t", "names a host"),
                Fault("sqlite:a%zz.db?table=1x", "write % as %25", "\"1x\" cannot name a table set", "_1x"),
                Fault("sqlite:a?b.db?table=t", "?"),
                Fault("postgres://u:se/cret@h:99999/d/t", "its password holds a /; write it as %2F"),
                Fault("postgres://u:secret@h:99999/?table=a-b", "names no database", "\"a-b\" cannot name", "port"),
                Fault("me:secret@h/d/t", "no database known here"),
                Fault("postgres://u:secret@h:99999999/db/t", "port", "1 to 65535"),
                Fault("postgres://h/db/t?table=u", "twice"),
                Fault("postgres://h/db/t/u", "3 parts"),
                Fault("postgres:///db/t", "names no host"),
                Fault("postgres://%2Ftmp%2Fsock/db/t", "socket"),
                Fault("postgres://h/db/t?user=x", "option \"user\""),
                Fault("postgres://h/db?table=${"x".repeat(41)}", "1 to 40 letters"),
                Fault("postgres://h/db?table=\uD83D\uDE00", "cannot name a table set"),
                Fault("sqlite:a\u0000.db?table=t", "U+0000"),
            ) {
                val refusal = shouldThrow<ConfigurationError> { parse(it.text) }
                for (part in it.says) refusal.message shouldContain part
                for (secret in listOf("secret", "se/cret", "cret@")) refusal.message shouldNotContain secret
            }
        }

        test("the environment gives what the URL leaves out") {
            parse("postgres://h/d/t", mapOf("PGUSER" to "u", "PGPORT" to "5444")).masked shouldBe
                "postgres://u@h:5444/d/t"
        }

        test("an experiment's name becomes the name of a table set") {
            val names = listOf("digits", "my exp-1", "9lives", "日本", "", "x".repeat(80)).map { safeTableSetName(it) }
            names shouldBe listOf("digits", "my_exp_1", "_9lives", "experiment", "experiment", "x".repeat(40))
        }

        context("an SQLite file may have any name") {
            val folder = tempdir().toPath()
            withData(
                "it's.db",
                "a;b.db",
                "50%.db",
                "q?mark&x=1.db",
                "sp ace #1.db",
                "\uD83D\uDE00.db",
                "mode=memory.db",
            ) { name ->
                val url = TableSetUrl.ofFile(folder.resolve(name), "t")
                TableSet.open(url).use { it.insert(counting(2)).new shouldBe 2 }
                Files.exists(folder.resolve(name)) shouldBe true
                TableSet.open(TableSetUrl.parse(url.masked, base, null) { null }).use {
                    it.insert(counting(2)).present shouldBe 2
                }
            }
        }

        test("a place that cannot hold a file is refused with the way out") {
            val folder = tempdir().toPath()
            val text =
                Files.writeString(
                    folder.resolve("text.db"),
                    "this is no database, it is some text of a length that matters",
                )
            fun refusal(path: Path) =
                shouldThrow<DatabaseError> { TableSet.open(TableSetUrl.ofFile(path, "t")) }.message
            refusal(folder.resolve("none/x.db")) shouldContain "there is no folder"
            refusal(folder) shouldContain "is a folder"
            refusal(text) shouldContain "no SQLite database"
            Files.readString(text) shouldContain "some text"
        }
    })
