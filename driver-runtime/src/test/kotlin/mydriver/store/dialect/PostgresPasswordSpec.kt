package mydriver.store.dialect

import io.kotest.core.spec.style.FunSpec
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.shouldBe
import java.nio.file.Files
import java.nio.file.Path
import java.nio.file.attribute.PosixFilePermissions
import mydriver.store.ServerAddress

private val server = ServerAddress("me", null, "db.org", 5432, "lab", null)

class PostgresPasswordSpec :
    FunSpec({
        val folder = tempdir().toPath()

        fun file(rights: String, vararg lines: String): Path =
            Files.createTempFile(folder, "pgpass", "").also {
                Files.write(it, lines.toList())
                Files.setPosixFilePermissions(it, PosixFilePermissions.fromString(rights))
            }

        fun find(server: ServerAddress, vararg environment: Pair<String, String>): String? =
            PostgresPassword(server, "me", mapOf(*environment)::get).find()

        test("the URL goes before PGPASSWORD, and that before a file") {
            val file = file("rw-------", "*:*:*:*:filed").toString()
            val all = arrayOf("PGPASSWORD" to "variable", "PGPASSFILE" to file)
            find(server.copy(password = "given"), *all) shouldBe "given"
            find(server, *all) shouldBe "variable"
            find(server, "PGPASSFILE" to file) shouldBe "filed"
            find(server) shouldBe null
        }

        test("the first line that fits counts; colons and backslashes are escaped") {
            val file =
                file(
                    "rw-------",
                    "# a comment",
                    "",
                    "other:5432:lab:me:no",
                    "db.org:*:lab:me:a\\:b\\\\c",
                    "*:*:*:*:last",
                )
            find(server, "PGPASSFILE" to "$file") shouldBe "a:b\\c"
            find(server.copy(database = "x"), "PGPASSFILE" to "$file") shouldBe "last"
        }

        test("~/.pgpass is read, but not if others may read it") {
            Files.move(file("rw-------", "*:*:*:*:home"), folder.resolve(".pgpass"))
            find(server, "HOME" to "$folder") shouldBe "home"
            Files.setPosixFilePermissions(folder.resolve(".pgpass"), PosixFilePermissions.fromString("rw-r--r--"))
            find(server, "HOME" to "$folder") shouldBe null
        }
    })
