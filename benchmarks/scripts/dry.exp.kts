enum class Optimizer {
    SGD,
    ADAM,
}

data class Point(val lr: Double, val layers: Int, val optimizer: Optimizer, val seed: Int, val note: String = "none")

experiment<Point>("dry") {
    grid {
        for (lr in logspace(1e-4, 1e-1, 100)) for (layers in 1..50) for (optimizer in Optimizer.entries) for (seed in
            1..100) trial(Point(lr, layers, optimizer, seed))
    }
}
