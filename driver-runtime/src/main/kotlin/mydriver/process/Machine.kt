package mydriver.process

import java.net.InetAddress
import java.net.UnknownHostException
import java.nio.file.Files
import kotlin.io.path.Path
import kotlin.io.path.readText

/**
 * The machine this process runs on.
 *
 * @property host its name
 * @property bootId this run of its kernel, see [ProcessIdentity]
 */
public data class Machine(val host: String, val bootId: String) {
    public companion object {
        /** Returns this machine; asks the kernel before the name service, which may be slow. */
        public fun local(): Machine = Machine(hostName(), ProcessIdentity.bootId())

        private fun hostName(): String {
            val file = Path("/proc/sys/kernel/hostname")
            if (Files.isReadable(file)) return file.readText().trim()
            return try {
                InetAddress.getLocalHost().hostName
            } catch (_: UnknownHostException) {
                // A machine without a name is still one machine.
                "localhost"
            }
        }
    }
}
