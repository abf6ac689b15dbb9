package mydriver.store.dialect

import java.nio.file.Files
import java.nio.file.Path
import java.nio.file.attribute.PosixFilePermission
import mydriver.store.ServerAddress

/** Finds a password where libpq finds it: the URL, `PGPASSWORD`, the file `PGPASSFILE`, `~/.pgpass`. */
internal class PostgresPassword(
    private val server: ServerAddress,
    private val user: String,
    private val environment: (String) -> String?,
) {
    fun find(): String? = server.password ?: environment("PGPASSWORD") ?: file()?.let { lookUp(it) }

    private fun file(): Path? {
        val named = environment("PGPASSFILE")?.let { Path.of(it) }
        val file = named ?: environment("HOME")?.let { Path.of(it, ".pgpass") }
        return file?.takeIf { Files.isRegularFile(it) && private(it) }
    }

    /** As with libpq, a password file that others may read does not count. */
    private fun private(file: Path): Boolean =
        "posix" !in file.fileSystem.supportedFileAttributeViews() ||
            Files.getPosixFilePermissions(file).none { it in OTHERS }

    private fun lookUp(file: Path): String? {
        val wanted = listOf(server.host, server.port.toString(), server.database, user)
        return Files.readAllLines(file)
            .filter { it.isNotBlank() && !it.startsWith('#') }
            .map { fields(it) }
            .firstOrNull { line -> line.size >= 5 && wanted.indices.all { line[it] == "*" || line[it] == wanted[it] } }
            ?.get(4)
    }

    /** Splits at colons; a backslash takes the next character as it is. */
    private fun fields(line: String): List<String> {
        val fields = mutableListOf(StringBuilder())
        var i = 0
        while (i < line.length) {
            when {
                line[i] == '\\' && i + 1 < line.length -> fields.last().append(line[++i])
                line[i] == ':' && fields.size < 5 -> fields += StringBuilder()
                else -> fields.last().append(line[i])
            }
            i++
        }
        return fields.map { it.toString() }
    }

    private companion object {
        val OTHERS =
            setOf(
                PosixFilePermission.GROUP_READ,
                PosixFilePermission.GROUP_WRITE,
                PosixFilePermission.OTHERS_READ,
                PosixFilePermission.OTHERS_WRITE,
            )
    }
}
