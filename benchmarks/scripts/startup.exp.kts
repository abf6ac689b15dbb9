enum class Optimizer {
    SGD,
    ADAM,
}

data class Finetune(val lr: Double, val iterations: Int = 30_000, val optimizer: Optimizer = Optimizer.SGD)

experiment<Finetune>("startup") {
    grid {
        for (lr in logspace(1e-3, 1e-1, 500)) for (optimizer in Optimizer.entries) trial(
            Finetune(lr, optimizer = optimizer)
        )
    }

    inProcess()

    job { p -> mapOf("valid_loss" to p.lr / 2) }
}
