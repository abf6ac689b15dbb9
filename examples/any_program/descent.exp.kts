#!/usr/bin/env mydriver
// The job is descent.sh, which knows nothing of mydriver.

data class Descent(val rate: Double, val momentum: Double = 0.0, val steps: Int? = null)

experiment<Descent>("descent") {
    grid { for (rate in listOf(3e-4, 1e-3, 1e-2)) for (momentum in listOf(0.0, 0.9)) trial(Descent(rate, momentum)) }

    command("sh", "descent.sh") {
        option("--rate", it.rate)
        option("--momentum", it.momentum)
        option("--steps", it.steps)
        pattern("""step (?<step>\d+) height (?<height>\S+)""")
    }
}
