package mydriver.cluster

import kotlin.io.path.readLines

/** A Grid Engine cluster of one node with 4 slots. */
internal class SgeCluster(vararg options: Pair<String, String>) :
    Cluster("sge", mapOf(*options, "JOB_VARIABLE" to "MYDRIVER_CACHE=${Site.SHARED_CACHE}")) {
    override val environment: Map<String, String> =
        folder.resolve("environment").readLines().associate { it.substringBefore('=') to it.substringAfter('=') }

    /** Ends the node with every process on it, at once. */
    fun cutPower() = signal("KILL", "node.pid")

    /** Lets the queue master stand still, so that calls time out that it may take later. */
    fun hang() = signal("STOP", MASTER)

    fun goOn() = signal("CONT", MASTER)

    /** Ends the queue master alone. */
    fun killMaster() = signal("KILL", MASTER)

    companion object {
        private const val MASTER = "qmaster/qmaster.pid"

        fun require() = require("sge", "sge_qmaster", "sge_execd", "qsub")
    }
}
