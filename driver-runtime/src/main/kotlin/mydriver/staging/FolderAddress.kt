package mydriver.staging

import java.nio.file.Path

/**
 * Where a folder is: on this machine or on a disk that it shares, or on a host that ssh reaches.
 *
 * ```
 * FolderAddress.remote("ssh://me@files.example.org/archive").resolve("kording").rsync // me@files.example.org:/archive/kording
 * ```
 *
 * @property path absolute, or from the home folder on; on the other host if there is one
 * @property host what ssh calls the other host, with a user before an `@` if need be; null for this machine
 * @property port where the other host listens, or null for what ssh thinks
 */
public data class FolderAddress(val path: String, val host: String? = null, val port: Int? = null) {
    /** What rsync calls it. */
    public val rsync: String
        get() = if (host == null) path else "${bracketed(host)}:$path"

    /** The folder that it is in. */
    public val parent: FolderAddress
        get() = copy(path = path.trimEnd('/').substringBeforeLast('/').ifEmpty { "/" })

    /** Returns the folder or file called [name] in it. */
    public fun resolve(name: String): FolderAddress = copy(path = "${path.trimEnd('/')}/$name")

    /** The way that [remote] reads, or the path on this machine. */
    override fun toString(): String {
        if (host == null) return path
        val at = bracketed(host) + port?.let { ":$it" }.orEmpty()
        return "$SCHEME$at" + if (path.startsWith("/")) path else "/~/$path"
    }

    /** An address of IPv6 has colons of its own. */
    private fun bracketed(name: String): String {
        val user = name.substringBeforeLast('@', "")
        val machine = name.substringAfterLast('@')
        return (if (user.isEmpty()) "" else "$user@") + if (':' in machine) "[$machine]" else machine
    }

    public companion object {
        private const val SCHEME = "ssh://"
        private const val LARGEST_PORT = 65_535
        private val FORM =
            Regex(
                "ssh://(?<host>(?:[^@/\\s]+@)?(?:\\[[0-9A-Fa-f:.]+]|[^:/@\\s\\[\\]]+))(?::(?<port>\\d*))?(?<path>/.*)?",
                RegexOption.DOT_MATCHES_ALL,
            )

        /** Whether [text] is meant to name a folder of another host. */
        public fun isRemote(text: String): Boolean = text.startsWith(SCHEME)

        /** Returns the folder [path] of this machine. */
        public fun local(path: Path): FolderAddress = FolderAddress("$path")

        /**
         * Returns what [text] names: `ssh://host/path`, `ssh://me@host:2222/path`, or `ssh://host/~/path` for a path
         * below the home folder there.
         *
         * @throws IllegalArgumentException if it names no folder, telling why
         */
        public fun remote(text: String): FolderAddress {
            val match = FORM.matchEntire(text)
            val host = match?.groups?.get("host")?.value?.replace("[", "")?.replace("]", "")
            val path = match?.groups?.get("path")?.value?.trimEnd('/').orEmpty()
            require(host != null && !host.startsWith("-") && "@-" !in host) {
                "$text: names no host; write ssh://host/path, with a user and a port if need be: ssh://me@host:2222/path"
            }
            require(path.isNotEmpty() && path != "/~") { "$text: names no folder of $host; write ssh://$host/path" }
            require(path.none { it < ' ' }) { "$text: a path holds no line breaks" }
            val port = match.groups.get("port")?.value?.ifEmpty { null }?.let { it.toIntOrNull() ?: -1 }
            require(port == null || port in 1..LARGEST_PORT) {
                "$text: $port is no port; it must be 1 to $LARGEST_PORT"
            }
            return FolderAddress(path.removePrefix("/~/"), host, port)
        }
    }
}
