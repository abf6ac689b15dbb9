enum class Optimizer {
    SGD,
    ADAM,
    ADAMW,
    LION,
}

data class Network(
    val lr: Double,
    val momentum: Double,
    val dropout: Double,
    val layers: Int,
    val width: Int,
    val optimizer: Optimizer,
    val dataset: String,
    val fold: Int,
)

experiment<Network>("results") {
    System.getenv("BENCH_DATABASE")?.let { database(it) }

    grid {
        for (i in 0 until System.getenv("POINTS").toInt()) trial(
            Network(
                lr = (1 + i * 7919L % 1000003) / 1e7,
                momentum = (i % 97) / 97.0,
                dropout = (i % 11) / 20.0,
                layers = i % 12,
                width = 16 shl i % 6,
                optimizer = Optimizer.entries[i % 4],
                dataset = "digits, part ${i % 13}",
                fold = i,
            )
        )
    }

    job { network -> mapOf("valid_loss" to network.lr) }
}
