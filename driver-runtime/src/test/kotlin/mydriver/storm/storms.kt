package mydriver.storm

import io.kotest.matchers.shouldBe
import java.nio.file.Path
import kotlin.io.path.Path
import kotlin.io.path.createSymbolicLinkPointingTo
import kotlin.io.path.exists
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.double
import kotlinx.serialization.json.jsonPrimitive
import mydriver.host.Machine

/** Trials of milliseconds on a thread of the worker. */
private fun cheap(database: StormDatabase, trials: Int) =
    """
    data class Point(val i: Int)

    experiment<Point>("cheap") {
        database("${database.url}")
        lease(3.seconds)
        resources { cpus = ${StormLoad.NEEDED_CPUS} }
        inProcess()
        grid { for (i in 0 until $trials) trial(Point(i)) }
        job { p ->
            Thread.sleep(p.i % 10 * 10L)
            report("square", p.i.toLong() * p.i)
        }
    }
    """

/** Trials that take several attempts as likely as not, with a checkpoint and a temporary file after each step. */
private fun resumable(database: StormDatabase, trials: Int) =
    """
    data class Point(val i: Int)

    experiment<Point>("resumable") {
        database("${database.url}")
        lease(3.seconds)
        resources { cpus = ${StormLoad.NEEDED_CPUS} }
        grid { for (i in 0 until $trials) trial(Point(i)) }
        job { p ->
            val state = directory.resolve("state").toFile()
            var sum = if (state.exists()) state.readLines().sumOf { it.toLong() } else 0
            for (step in (if (state.exists()) state.readLines().size else 0) until 5) {
                sum += p.i * step
                report("sum", sum, step)
                state.appendText("${'$'}{p.i * step}\n")
                scratch.resolve("step").toFile().writeText("${'$'}step")
                checkpointed()
                if (stopRequested) return@job Incomplete
                Thread.sleep(100)
            }
        }
    }
    """

private fun metric(metrics: JsonObject, name: String) = metrics.getValue(name).jsonPrimitive.double

/** Lets a storm, which [seed] draws, rage over the real launcher and jar on [machine]. */
internal fun storm(machine: Machine, database: StormDatabase, seed: Int) {
    val loads =
        listOf(
            StormLoad("cheap", machine.write("cheap.exp.kts", cheap(database, CHEAP)), CHEAP, 5) { i, metrics ->
                metric(metrics, "square") shouldBe (i * i).toDouble()
            },
            StormLoad(
                "resumable",
                machine.write("resumable.exp.kts", resumable(database, RESUMABLE)),
                RESUMABLE,
                3,
            ) { i, metrics ->
                metric(metrics, "sum") shouldBe (i * 10).toDouble()
            },
        )
    Storm(machine, database, seed).use { storm ->
        loads.forEach(storm::begin)
        storm.rage(loads)
        storm.end(loads)
        storm.check(loads)
    }
}

/** Returns a machine that has what workers need to end their children. */
internal fun stormMachine(folder: Path): Machine =
    Machine(folder).withSystem().withJava().apply {
        Path("/usr/bin/setsid")
            .takeIf { it.exists() }
            ?.let { system.resolve("setsid").createSymbolicLinkPointingTo(it) }
    }

private const val CHEAP = 1_950
private const val RESUMABLE = 50
