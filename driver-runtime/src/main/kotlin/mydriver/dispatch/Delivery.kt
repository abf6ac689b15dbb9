package mydriver.dispatch

import java.nio.file.Path
import java.util.zip.CRC32
import kotlin.io.path.name

/**
 * What a back-end without a shared disk sends to its hosts.
 *
 * @property program the folder of mydriver, which has `bin/mydriver` in it; null if the hosts have it
 * @property script the experiment script; its folder is sent, since jobs work in it
 * @property origin a word that tells this machine from others
 * @property home the folder of the user, which nobody means to send
 * @property leftOut patterns of rsync(1) for what in the script's folder is not sent, such as the root
 */
public data class Delivery(
    val program: Path?,
    val script: Path,
    val origin: String,
    val home: Path,
    val leftOut: List<String> = emptyList(),
) {
    /** The folder of the script. */
    val project: Path
        get() = script.parent

    /** What the hosts call the folder of the script: the same at each hand-off of the same script. */
    val key: String
        get() {
            val sum = CRC32().apply { update("$origin:$project".toByteArray()) }.value
            val plain = project.name.map { if (it.isLetterOrDigit() && it.code < ASCII) it else '_' }.joinToString("")
            return plain.take(LONGEST) + "-" + sum.toString(RADIX)
        }

    /** Whether the folder of the script holds everything that the user has. */
    val tooLarge: Boolean
        get() = home.startsWith(project) || "$project" == "/tmp"

    /** How a worker over there names what was sent, from the folder of its submission on. */
    public companion object {
        /** What starts mydriver. */
        public val LAUNCHER: List<String> = listOf("launcher/bin/mydriver")

        private const val ASCII = 128
        private const val LONGEST = 40
        private const val RADIX = 16

        /** Returns how a worker names [script]. */
        public fun scriptName(script: Path): String = "../../project/${script.name}"
    }
}
