package mydriver.cluster

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
        database("@database@")
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
