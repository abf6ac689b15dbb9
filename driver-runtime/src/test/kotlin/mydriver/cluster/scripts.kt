package mydriver.cluster

import kotlinx.serialization.json.Json

/**
 * An experiment of trials that count to [steps], ten a second, saving each step, and go on where they were.
 *
 * Each step is a line of the file `steps` that all attempts of a trial share, so that it shows what ran twice.
 *
 * @param resources what a trial needs, in the script's words
 */
internal fun counting(trials: Int, steps: Int, resources: String = "cpus = 2", more: String = "") =
    """
    data class Count(val number: Int)

    experiment<Count>("counting") {
        lease(12.seconds)
        resources { $resources }
        $more
        grid { for (number in 1..$trials) trial(Count(number)) }
        job { p ->
            val state = directory.resolve("state").toFile()
            val log = folder.resolve("steps-${'$'}{p.number}").toFile()
            var step = if (state.exists()) state.readText().toInt() else 0
            while (step < $steps) {
                Thread.sleep(100)
                step++
                log.appendText("${'$'}step\n")
                state.writeText("${'$'}step")
                checkpointed()
                report("step", step, step)
                while (step >= 10 && step < $steps && !stopRequested && folder.resolve("hold").toFile().exists()) Thread.sleep(50)
                if (stopRequested && step < $steps) return@job Incomplete
            }
            report("square", p.number * p.number)
        }
    }
    """

/** How many trials the example `digits` has. */
internal const val DIGITS = 24

/** A name for a folder that no shell, scheduler or URL should stumble over. */
internal const val ODD_FOLDER = "it's \"a\" \$HOME; \$(x) `y` 100% größe 💡"

/** 100,000 trials of no work. */
internal fun many() =
    """
    data class Point(val i: Int)

    experiment<Point>("many") {
        inProcess()
        grid { for (i in 0 until 100_000) trial(Point(i)) }
        job { p -> report("half", p.i / 2.0) }
    }
    """

/** What a shell would make something else of. */
internal const val ODD_VALUE = "it's \"b\" \$HOME \\ \$(y) `z` 100% ; & | größe 💡\nand a second line "

/** A trial that reports the variable ODD of its environment, and where it is. */
internal fun odd(): String =
    """
    data class Case(val number: Int)

    experiment<Case>("odd") {
        grid { trial(Case(1)) }
        job { report("value", System.getenv("ODD")) }
    }
    """

/** A profile for [scheduler] with [ODD_VALUE] in the environment of its workers. */
internal fun oddProfile(scheduler: String): String {
    // YAML reads what JSON writes.
    val value = Json.encodeToString(ODD_VALUE)
    return "profiles:\n  odd:\n    scheduler: $scheduler\n    environment:\n      ODD: $value\n"
}

/** The first trial takes more memory than it said, the second throws, the third is well. */
internal fun greedy(resources: String = "cpus = 2; memory = 1.GiB"): String =
    """
    data class Case(val number: Int)

    experiment<Case>("memory") {
        lease(30.seconds)
        resources { $resources }
        grid { for (number in 1..3) trial(Case(number)) }
        job { p ->
            if (p.number == 2) error("a bug")
            val taken = ArrayList<java.nio.ByteBuffer>()
            // Outside the heap, so that it is the scheduler who minds.
            while (p.number == 1) {
                taken += java.nio.ByteBuffer.allocateDirect(50_000_000)
                Thread.sleep(100)
            }
        }
    }
    """
