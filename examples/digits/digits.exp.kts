#!/usr/bin/env mydriver
@file:Import("network.kts")

// Which small network reads handwritten digits best? 24 trials on the UCI optical digits (see README.md).

data class Digits(
    val lr: Double,
    val hidden: Int,
    val l2: Double = 0.0,
    val optimizer: Optimizer = Optimizer.SGD,
    @NonIdentity val epochs: Int = 20,
)

experiment<Digits>("digits") {
    grid {
        for (optimizer in Optimizer.entries) for (lr in
            logspace(optimizer.slowest, 10 * optimizer.slowest, 3)) for (hidden in listOf(16, 64)) for (l2 in
            listOf(0.0, 1e-3)) trial(Digits(lr, hidden, l2, optimizer))
    }

    job { p ->
        val (train, valid, test) = readDigits(folder.resolve("digits.csv.gz"))
        val network = Network(inputs = 64, p.hidden, classes = 10, seed)
        for (epoch in 1..p.epochs) {
            network.train(train, p.lr, p.l2, p.optimizer)
            for ((name, digits) in listOf("train" to train, "valid" to valid, "test" to test)) {
                val (nll, error) = network.evaluate(digits)
                report("${name}_nll", nll, epoch)
                report("${name}_error", error, epoch)
            }
            if (stopRequested) return@job Incomplete
        }
        Done
    }
}

@Command("Print the best network of each optimizer")
fun champions(trials: Trials, metric: String = "valid_error") {
    for (optimizer in Optimizer.entries) {
        val best = trials.where("optimizer = '$optimizer'").sortedBy(metric).limit(1).firstOrNull() ?: continue
        println("$optimizer: trial ${best.id}, $metric ${best.metric(metric)}, test_error ${best.metric("test_error")}")
    }
}
