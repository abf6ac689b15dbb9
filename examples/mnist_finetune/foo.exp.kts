#!/usr/bin/env mydriver
// The ancestor's own example, foo.py, line by line (see README.md).

import java.util.Random
import kotlin.math.abs

experiment<Params>("mnist_finetune") {
    database("sqlite:foo.db?table=nips09_kording")
    root("db")

    grid {
        for (pretrainIters in listOf(30_000)) // 20_000, 30_000, 40_000, 50_000
        for (lr in listOf(0.1, 0.01, 0.001)) trial(
            "full_filename" to "/home/bergstra/exp/hpu/kording/driver3/pt2r/model_$pretrainIters.pkl",
            "cost_l1_in" to 0,
            "cost_l1_out" to 0,
            "cost_l2_in" to 0,
            "cost_l2_out" to 0,
            "lr_in" to lr,
            "lr_out" to lr,
            "layers_trainable" to true,
            "infvariations" to false,
        )
    }

    job { p ->
        val model = TwoLayers(Random(seed), p)
        for (epoch in 1..100) report("valid_loss", model.epoch(), epoch)
    }
}

@Command("Print the id of every trial")
fun list2(trials: Trials) {
    println("Running list2!")
    for (d in trials) println(d.id)
}

/**
 * Stands in for `hpu.kording.driver3`: two layers of one weight each learn y = 2x from ten points, with a learning rate
 * and costs per layer.
 */
class TwoLayers(private val random: Random, private val p: Params) {
    private val points = (1..10).map { it / 10.0 }
    private var inner = 0.5
    private var outer = 0.5

    /** Goes through all points once and returns the mean squared error on points in between. */
    fun epoch(): Double {
        for (x in points) {
            val shown = if (p.boolean("infvariations")) x + 0.01 * random.nextGaussian() else x
            val error = outer * inner * shown - 2 * shown
            val slopeIn = error * outer * shown + cost("in", inner)
            val slopeOut = error * inner * shown + cost("out", outer)
            if (p.boolean("layers_trainable")) inner -= p.double("lr_in") * slopeIn
            outer -= p.double("lr_out") * slopeOut
        }
        return points.map { it - 0.05 }.sumOf { x -> (outer * inner * x - 2 * x).let { it * it } } / points.size
    }

    private fun cost(layer: String, weight: Double): Double =
        p.double("cost_l1_$layer") * (weight / abs(weight)) + p.double("cost_l2_$layer") * weight
}
