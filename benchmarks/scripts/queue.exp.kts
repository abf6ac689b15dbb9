enum class Optimizer {
    SGD,
    ADAM,
}

data class Point(val lr: Double, val layers: Int, val optimizer: Optimizer, val seed: Int, val note: String)

experiment<Point>("queue") {
    System.getenv("BENCH_DATABASE")?.let { database(it) }

    grid {
        for (i in 0 until System.getenv("POINTS").toInt()) trial(
            Point((1 + i % 1000) / 1000.0, i % 7, Optimizer.entries[i % 2], i, "point $i")
        )
    }

    inProcess()

    job {}
}
