package mydriver.process

import java.net.InetAddress
import java.net.UnknownHostException
import java.nio.file.Files
import java.nio.file.Path
import kotlin.io.path.Path
import mydriver.model.Memory

/**
 * The machine this process runs on, and what of it this process may use.
 *
 * @property host its name
 * @property bootId this run of its kernel and of what numbers its processes, see [ProcessIdentity]
 * @property cpus cores, as the affinity of this process and its cgroup allow; at least 1
 * @property memory as its cgroup allows, or all there is; null where the system does not tell
 * @property gpus graphics cards, as the environment allows
 */
public data class Machine(
    val host: String,
    val bootId: String,
    val cpus: Int = 1,
    val memory: Memory? = null,
    val gpus: Int = 0,
) {
    public companion object {
        /**
         * Returns this machine; asks the kernel before the name service, which may be slow.
         *
         * @param variable looks up a variable of the environment: `CUDA_VISIBLE_DEVICES`, `ROCR_VISIBLE_DEVICES` and
         *   `HIP_VISIBLE_DEVICES` say which cards may be used
         * @param root the folder that `/proc`, `/sys` and `/dev` are looked for in
         */
        public fun local(variable: (String) -> String? = { null }, root: Path = Path("/")): Machine =
            Machine(
                hostName(root),
                ProcessIdentity.bootId(),
                // The virtual machine knows both about affinities and about cgroups.
                Runtime.getRuntime().availableProcessors(),
                memory(root),
                gpus(variable, root),
            )

        private fun hostName(root: Path): String {
            firstLine(root.resolve("proc/sys/kernel/hostname"))?.let {
                return it.trim()
            }
            return try {
                InetAddress.getLocalHost().hostName
            } catch (_: UnknownHostException) {
                // A machine without a name is still one machine.
                "localhost"
            }
        }

        private fun memory(root: Path): Memory? {
            val total = numberIn(root.resolve("proc/meminfo"), "MemTotal:")?.let { it * KILOBYTE }
            val limit = Cgroup.memory(root)?.memoryLimit()
            return listOfNotNull(total, limit).filter { it > 0 }.minOrNull()?.let(::Memory)
        }

        private fun gpus(variable: (String) -> String?, root: Path): Int {
            val named = VISIBLE.firstNotNullOfOrNull(variable)
            // By the makers' rule, what stands behind a -1 or an unknown name does not count.
            if (named != null)
                return named.split(',').map { it.trim() }.takeWhile { it.isNotEmpty() && it != "-1" && it != NONE }.size
            val devices = root.resolve("dev")
            if (!Files.isDirectory(devices)) return 0
            return Files.newDirectoryStream(devices, "nvidia[0-9]*").use { it.count() }
        }

        private const val KILOBYTE = 1_024L
        private const val NONE = "NoDevFiles"
        private val VISIBLE = listOf("CUDA_VISIBLE_DEVICES", "ROCR_VISIBLE_DEVICES", "HIP_VISIBLE_DEVICES")
    }
}
