package mydriver.store.dialect

import io.kotest.core.spec.style.FunSpec
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.collections.shouldHaveSize
import io.kotest.matchers.shouldBe
import java.nio.file.Path
import kotlin.io.path.createDirectories
import kotlin.io.path.listDirectoryEntries
import kotlin.io.path.writeText

/** The driver is loaded in a process of its own, because one process loads it once. */
class SqliteLibrarySpec :
    FunSpec({
        test("the driver takes the unpacked library and unpacks nothing itself") {
            val folder = tempdir().toPath()
            SqliteLibrary.unpackInto(folder.resolve("a b"))
            folder.resolve("a b").listDirectoryEntries() shouldHaveSize 1
            opened(folder.resolve("a b"), folder.resolve("tmp").createDirectories()) shouldBe "opened, unpacked 0"
        }

        test("a damaged library is passed over") {
            val folder = tempdir().toPath()
            SqliteLibrary.unpackInto(folder)
            folder.listDirectoryEntries().single().writeText("no library")
            opened(folder, folder.resolve("tmp").createDirectories()) shouldBe "opened, unpacked 1"
        }
    })

private fun opened(libraries: Path, unpacked: Path): String {
    val java = Path.of(System.getProperty("java.home"), "bin", "java").toString()
    val words = listOf(java, "-D${SqliteLibrary.PROPERTY}=$libraries", "-Dorg.sqlite.tmpdir=$unpacked", "-cp")
    val process =
        ProcessBuilder(words + System.getProperty("java.class.path") + OpensSqlite::class.java.name)
            .redirectErrorStream(true)
            .start()
    return process.inputStream.bufferedReader().readText().trim().lines().last()
}

/** Opens a database in memory and counts what the driver unpacked. */
internal object OpensSqlite {
    @JvmStatic
    fun main(args: Array<String>) {
        check(args.isEmpty())
        java.sql.DriverManager.getConnection("jdbc:sqlite::memory:").use { it.createStatement().execute("SELECT 1") }
        val unpacked = Path.of(System.getProperty("org.sqlite.tmpdir")).listDirectoryEntries("*.so")
        println("opened, unpacked ${unpacked.size}")
    }
}
