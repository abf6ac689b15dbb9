package mydriver.testing

import java.nio.file.Files
import java.nio.file.Path
import java.nio.file.attribute.PosixFilePermission
import java.util.concurrent.TimeUnit

/**
 * The account that a test server runs under. PostgreSQL refuses root, so root hands it to `postgres` or `nobody`;
 * anyone else runs it themselves.
 */
internal class ServerAccount private constructor(private val name: String?) {
    /** The words before a command that start it under this account. */
    val prefix: List<String> =
        if (name == null) listOf("env")
        else listOf("setpriv", "--reuid=${idOf(name, "-u")}", "--regid=${idOf(name, "-g")}", "--clear-groups", "--")

    /** A new folder that belongs to this account, on a path that the account can walk. */
    fun newFolder(prefix: String): Path {
        val folder = Files.createTempDirectory(walkableTemporaryFolder(), prefix)
        if (name != null) {
            val owner = folder.fileSystem.userPrincipalLookupService.lookupPrincipalByName(name)
            Files.setOwner(folder, owner)
        }
        return folder
    }

    private fun walkableTemporaryFolder(): Path {
        val own = Path.of(System.getProperty("java.io.tmpdir")).toAbsolutePath()
        if (name == null) return own
        return listOf(own, Path.of("/tmp"), Path.of("/var/tmp")).first { folder ->
            generateSequence(folder) { it.parent }
                .all { PosixFilePermission.OTHERS_EXECUTE in Files.getPosixFilePermissions(it) }
        }
    }

    companion object {
        fun ofThisProcess(): ServerAccount {
            if (outputOf("id", "-u") != "0") return ServerAccount(null)
            return ServerAccount(listOf("postgres", "nobody").first { outputOf("id", "-u", it) != null })
        }

        private fun idOf(name: String, option: String): String = checkNotNull(outputOf("id", option, name))

        private fun outputOf(vararg command: String): String? {
            val process = ProcessBuilder(*command).redirectError(ProcessBuilder.Redirect.DISCARD).start()
            val output = process.inputStream.bufferedReader().readText().trim()
            check(process.waitFor(10, TimeUnit.SECONDS)) { "${command.joinToString(" ")} does not end" }
            return output.takeIf { process.exitValue() == 0 }
        }
    }
}
