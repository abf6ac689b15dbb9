package mydriver.cluster

import io.kotest.core.spec.style.FunSpec
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.collections.shouldBeIn
import io.kotest.matchers.collections.shouldContain
import io.kotest.matchers.collections.shouldNotBeEmpty
import io.kotest.matchers.ints.shouldBeGreaterThan
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import java.nio.file.Path

class CondorSweepEndToEndSpec :
    FunSpec({
        /** A login node in the pool's own root, whose user may write into [folder]. */
        fun onCondor(folder: Path, scenario: Scenario<CondorCluster>.() -> Unit) {
            CondorCluster.require()
            folder.parent.toFile().setExecutable(true, false)
            CondorCluster().use { cluster ->
                Site(folder, cluster, cluster.inside).use { site ->
                    site.variable("MYDRIVER_CACHE", "${CondorCluster.CACHE}")
                    // In the root of the pool java is where it is here, and on nobody's path.
                    val java = System.getProperty("java.home")
                    site.write("mydriver.yaml", "profiles: { condor: { java_home: \"$java\" } }")
                    open(folder)
                    Scenario(cluster, site).scenario()
                }
            }
        }

        fun Scenario<CondorCluster>.condor(vararg words: String): String =
            cluster.client(*(cluster.inside + words).toTypedArray())

        test("condor: the digits sweep runs to its end") {
            val folder = tempdir().toPath().resolve("it's \$HOME; 100% größe")
            onCondor(folder) {
                site.digits()
                site.succeed("insert", "--dispatch", "--workers", "3", "--max-concurrent", "2")
                site.awaitDone(DIGITS)
                site.everyTrialDoneOnce(DIGITS)
                site.rows("SELECT DISTINCT scheduler FROM %attempt") shouldBe listOf(listOf("condor"))
                for ((id, index) in site.rows("SELECT DISTINCT native_id, array_index FROM %attempt")) {
                    id shouldBeIn site.nativeIds()
                    index shouldBeIn listOf("0", "1", "2")
                }
            }
        }

        test("condor: a worker that has to make room stops cleanly, and its trial goes on where it was") {
            onCondor(tempdir().toPath().resolve("site")) {
                site.experiment("counting", counting(trials = 2, steps = 20, resources = "cpus = 2; memory = 400.MiB"))
                val id = site.holding {
                    site.succeed("dispatch", "--workers", "2")
                    site.awaitUnderway(2)
                    val id = site.nativeIds().single()
                    val underway = "SELECT array_index FROM %attempt WHERE trial = 1 AND ended IS NULL"
                    condor("condor_vacate_job", "$id.${site.rows(underway).single().single()}")
                    site.told { await("the trial given back") { site.running().takeIf { it == 1 } } }
                    id
                }
                site.awaitDone(2)
                site.everyTrialDoneOnce(2)
                val causes = site.rows("SELECT outcome FROM %attempt").map { it.single() }
                site.told { causes.size shouldBeGreaterThan 2 }
                site.rows("SELECT kind FROM %event").shouldNotBeEmpty()
                // HTCondor itself started the worker again.
                await("its history") {
                        condor("condor_history", id, "-af", "NumJobStarts")
                            .lines()
                            .filter { it.isNotBlank() }
                            .takeIf { it.size == 2 }
                    }
                    .shouldContain("2")
            }
        }

        test("condor: what it cannot do is refused before anything is handed over") {
            onCondor(tempdir().toPath().resolve("site")) {
                site.experiment("counting", counting(trials = 1, steps = 1, resources = "queue = \"long\"; nodes = 2"))
                val refused = site.run("dispatch")
                refused.code shouldBe 3
                refused.err shouldContain "queue = \"long\""
                refused.err shouldContain "nodes = 2"
                site.nativeIds() shouldBe emptyList()
            }
        }
    })

/** Lets every user write into [folder] and all that is in it. */
private fun open(folder: Path) {
    ProcessBuilder("chmod", "-R", "a+rwX", "$folder").inheritIO().start().waitFor()
}
