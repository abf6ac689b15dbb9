package mydriver.cluster

import io.kotest.core.spec.style.FunSpec
import io.kotest.engine.spec.tempdir
import java.nio.file.Path
import kotlin.io.path.createDirectories
import kotlin.time.measureTime

/** What a scenario has: a cluster, and a login node of it. */
internal class Scenario<C : Cluster>(val cluster: C, val site: Site)

/** A test on a Slurm cluster of its own; [options] are those of the testbed. */
internal fun FunSpec.onSlurm(
    name: String,
    vararg options: Pair<String, String>,
    folder: String = "site",
    scenario: Scenario<SlurmCluster>.() -> Unit,
) =
    test("slurm: $name") {
        SlurmCluster.require()
        play(name, SlurmCluster(*options), tempdir().toPath().resolve(folder), scenario)
    }

/** A test on a Grid Engine cluster of its own. */
internal fun FunSpec.onSge(
    name: String,
    vararg options: Pair<String, String>,
    folder: String = "site",
    scenario: Scenario<SgeCluster>.() -> Unit,
) =
    test("sge: $name") {
        SgeCluster.require()
        play(name, SgeCluster(*options), tempdir().toPath().resolve(folder), scenario)
    }

/** A test on hosts of its own that ssh reaches. */
internal fun FunSpec.onHosts(name: String, hosts: Int, scenario: Scenario<HostsCluster>.() -> Unit) =
    test("ssh: $name") {
        HostsCluster.require()
        val folder = tempdir().toPath()
        play(name, HostsCluster(hosts), folder.resolve("site")) {
            // The folder of a script that is sent to hosts has no home in it.
            site.variable("HOME", "${folder.resolve("home").createDirectories()}")
            scenario()
        }
    }

private fun <C : Cluster> play(name: String, cluster: C, folder: Path, scenario: Scenario<C>.() -> Unit) {
    val took = measureTime {
        cluster.use { Site(folder, it).use { site -> Scenario(it, site).scenario() } }
    }
    println("${cluster.kind}: $name: ${took.inWholeSeconds} s")
}
