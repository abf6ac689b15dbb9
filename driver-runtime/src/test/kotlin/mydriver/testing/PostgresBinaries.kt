package mydriver.testing

import java.io.InputStream
import java.nio.file.Files
import java.nio.file.Path
import java.nio.file.attribute.PosixFilePermissions
import kotlin.io.path.createDirectories
import kotlin.io.path.isDirectory
import kotlin.io.path.isExecutable
import kotlin.io.path.listDirectoryEntries
import org.apache.commons.compress.archivers.tar.TarArchiveEntry
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream

private const val ARCHIVE = "postgres-linux-x86_64.txz"

/**
 * The folder with `initdb` and `postgres`: `$PG_BIN`, else the newest of the machine's own, else the binaries of the
 * test class path, unpacked below [scratch].
 */
internal fun postgresBinaries(scratch: Path, environment: (String) -> String? = System::getenv): Path =
    environment("PG_BIN")?.let(Path::of) ?: newestInstalled() ?: unpackPostgres(scratch)

private fun newestInstalled(): Path? {
    val home = Path.of("/usr/lib/postgresql")
    if (!home.isDirectory()) return null
    return home
        .listDirectoryEntries()
        .map { it.resolve("bin") }
        .filter { it.resolve("initdb").isExecutable() && it.resolve("postgres").isExecutable() }
        .maxByOrNull { it.parent.fileName.toString().toDoubleOrNull() ?: 0.0 }
}

/** Unpacks the archive of the test class path below [scratch] and returns its folder of programs. */
internal fun unpackPostgres(scratch: Path): Path {
    val home = scratch.resolve("postgresql").createDirectories()
    val archive =
        checkNotNull(Thread.currentThread().contextClassLoader.getResourceAsStream(ARCHIVE)) {
            "no PostgreSQL: set PG_BIN, install one below /usr/lib/postgresql, or put $ARCHIVE on the class path"
        }
    archive.use { unpack(it, home) }
    return home.resolve("bin")
}

private fun unpack(archive: InputStream, home: Path) =
    TarArchiveInputStream(XZCompressorInputStream(archive.buffered())).use { tar ->
        generateSequence { tar.nextEntry }.forEach { entry -> unpack(tar, entry, home.resolve(entry.name).normalize()) }
    }

private fun unpack(tar: TarArchiveInputStream, entry: TarArchiveEntry, target: Path) {
    when {
        entry.isDirectory -> target.createDirectories()
        entry.isSymbolicLink -> {
            target.parent.createDirectories()
            Files.createSymbolicLink(target, Path.of(entry.linkName))
        }
        else -> {
            target.parent.createDirectories()
            Files.copy(tar, target)
            val programs = if (entry.mode and 0b001_000_000 != 0) "rwxr-xr-x" else "rw-r--r--"
            Files.setPosixFilePermissions(target, PosixFilePermissions.fromString(programs))
        }
    }
}
