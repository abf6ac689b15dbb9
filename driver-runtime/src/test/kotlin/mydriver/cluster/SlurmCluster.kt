package mydriver.cluster

import kotlin.io.path.readText

/** A Slurm cluster with the nodes n1, n2, n3, each with 2 processors and 8000 MB. */
internal class SlurmCluster(vararg options: Pair<String, String>) : Cluster("slurm", mapOf(*options)) {
    override val environment: Map<String, String> = mapOf("SLURM_CONF" to "$folder/slurm.conf")

    /** Ends a node with every process on it, at once. */
    fun cutPower(node: String) = signal("KILL", "node.$node.pid")

    /** The process that clients ask. */
    val controller: Long
        get() = folder.resolve(CONTROLLER).readText().trim().toLong()

    /** Lets the controller stand still, so that calls time out that it may take later. */
    fun hang() = signal("STOP", CONTROLLER)

    fun goOn() = signal("CONT", CONTROLLER)

    /** Ends the controller alone. */
    fun killController() = signal("KILL", CONTROLLER)

    companion object {
        private const val CONTROLLER = "slurmctld.pid"

        fun require() = require("slurm", "slurmctld", "slurmd", "sbatch", "munged")

        fun requireAccounting() = require("slurm accounting", "slurmdbd", "mariadbd", "sacct")
    }
}
