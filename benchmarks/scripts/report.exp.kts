import java.lang.management.ManagementFactory

data class Round(val round: Int)

/** A step of about a millisecond. */
fun step(x: Double): Double {
    var y = x
    repeat(60_000) { y = Math.sin(y) + 1.0 / (y + 2.0) }
    return y
}

experiment<Round>("report") {
    grid { for (round in 1..System.getenv("RUNS").toInt()) trial(Round(round)) }

    job { p ->
        val threads = ManagementFactory.getThreadMXBean()
        val wall = DoubleArray(2)
        val cpu = DoubleArray(2)
        var x = 0.5
        repeat(2_000) { x = step(x) }
        // Blocks of a second by turns, so that a drift of the machine's speed hits both alike.
        for (block in 0 until 16) {
            val reporting = (block + p.round) % 2
            val begun = System.nanoTime()
            val used = threads.currentThreadCpuTime
            for (i in 1..1_000) {
                x = step(x)
                if (reporting == 1) report("loss", x, block * 1_000 + i)
            }
            wall[reporting] += (System.nanoTime() - begun) / 1e9
            cpu[reporting] += (threads.currentThreadCpuTime - used) / 1e9
        }
        val begun = System.nanoTime()
        repeat(200_000) { i -> report("tight", x, i) }
        Done(
            "plain_wall" to wall[0],
            "plain_cpu" to cpu[0],
            "reporting_wall" to wall[1],
            "reporting_cpu" to cpu[1],
            "nanoseconds" to (System.nanoTime() - begun) / 2e5,
        )
    }
}
