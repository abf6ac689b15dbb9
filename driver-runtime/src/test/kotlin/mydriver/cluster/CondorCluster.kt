package mydriver.cluster

import java.nio.file.Path
import java.nio.file.attribute.PosixFilePermissions
import kotlin.io.path.Path
import kotlin.io.path.createDirectories
import kotlin.io.path.exists
import kotlin.io.path.setPosixFilePermissions
import mydriver.testing.projectFolder
import mydriver.testing.requireOrSkip

/**
 * An HTCondor pool of one node with 4 processors.
 *
 * Its programs have a root of their own, in which this machine's Java, the project and /tmp are seen as well. Whoever
 * submits is in there too, and an ordinary user: [inside] says how.
 */
internal class CondorCluster :
    Cluster("condor", mapOf("SEEN" to SEEN.joinToString(" "), "JOB_VARIABLE" to "MYDRIVER_CACHE=$CACHE")) {
    override val environment: Map<String, String> = emptyMap()

    /** Words that run the program behind them in the pool's own root. */
    val inside: List<String> = listOf("${TESTBED.resolve("condor-sh")}", "$folder")

    companion object {
        private val TESTBED = projectFolder.resolve("driver-runtime/testbed")

        /** Java reads its settings through links to /etc. */
        private val SEEN: List<Path> =
            listOf(Path(System.getProperty("java.home")), Path("/etc/java-17-openjdk"), projectFolder).filter {
                it.exists()
            }

        /** What scripts become is kept for the next pool; an ordinary user writes there. */
        val CACHE: Path by lazy {
            projectFolder
                .resolve("driver-runtime/target/clusters/condor-cache")
                .createDirectories()
                .setPosixFilePermissions(PosixFilePermissions.fromString("rwxrwxrwx"))
        }

        fun require() {
            require("root's programs", "unshare", "nsenter", "chroot", "pgrep")
            requireOrSkip("condor") { Path("/var/lib/mydriver-testbed/condor/installed").exists() }
        }
    }
}
