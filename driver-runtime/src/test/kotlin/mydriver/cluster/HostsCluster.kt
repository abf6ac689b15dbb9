package mydriver.cluster

import java.net.InetAddress
import java.net.URI
import kotlin.io.path.createDirectories
import kotlin.io.path.readLines
import kotlin.io.path.readText
import kotlin.io.path.writeText
import mydriver.testing.TcpCable

/**
 * Hosts h1, h2, … that share no home and no /tmp with this machine, each with an address of its own; they go to one
 * another by ssh without a password.
 */
internal class HostsCluster(number: Int) : Cluster("hosts", mapOf("NUMBER" to "$number")) {
    private val addresses = folder.resolve("addresses").readLines().map { it.split(' ') }.associateBy { it[0] }
    private val hosts = addresses.keys - HERE
    private val cables = ArrayList<TcpCable>()

    override val environment: Map<String, String> = mapOf("MYDRIVER_SSH" to "ssh -F $folder/ssh_config")

    init {
        // The hosts do not see this machine's /tmp, in which the configuration is.
        val configuration = folder.resolve("ssh_config").readText()
        for (host in hosts) folder.resolve("$host/.ssh").createDirectories().resolve("config").writeText(configuration)
    }

    /** The database server listens on the loopback interface only; on the hosts' network, this leads there. */
    override fun reached(database: String): String {
        val url = URI(database)
        val here = addresses.getValue(HERE)[1]
        val cable = TcpCable(url.port, InetAddress.getByName(here)).also(cables::add)
        return "${url.scheme}://${url.rawUserInfo}@$here:${cable.port}${url.rawPath}"
    }

    fun pullCable(host: String) = link(host, "down")

    fun plugIn(host: String) = link(host, "up")

    /** Ends a host with every process on it, at once. */
    fun cutPower(host: String) = signal("KILL", "$host.pid")

    /** Runs the shell [command] on [host]. */
    fun on(host: String, command: String): String = client("ssh", "-F", "$folder/ssh_config", host, command)

    private fun link(host: String, way: String) {
        check(clientResult("ip", "link", "set", addresses.getValue(host)[2], way).first == 0)
    }

    override fun close() {
        cables.forEach { it.close() }
        super.close()
    }

    companion object {
        private const val HERE = "here"

        fun require() = require("hosts", "ip", "ssh", "sshd", "rsync", "unshare")
    }
}
