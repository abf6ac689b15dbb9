#!/usr/bin/env mydriver
// Params at random, a template that makes train.ini of them, train.py as it is, metrics in what it prints.

enum class Activation {
    TANH,
    RELU,
}

data class Train(val rate: Double, val hidden: Layers, val activation: Activation, val epochs: Int = 40)

/** Units of one or two hidden layers. */
data class Layers(val first: Int, val second: Int? = null)

experiment<Train>("python_train") {
    grid {
        sample(6, seed = 1) {
            val deep = choice("deep", false, true)
            val hidden = Layers(integer("first", 4..16 step 4), if (deep) integer("second", 2..8 step 2) else null)
            trial(Train(logUniform("rate", 0.01, 0.3), hidden, choice("activation", Activation.entries)))
        }
    }

    template("train.ini.j2" to "train.ini") { p ->
        value("sizes", listOfNotNull(2, p.hidden.first, p.hidden.second, 1))
    }

    command("python3", "train.py") {
        argument(files.resolve("train.ini"))
        pattern("""epoch (?<step>\d+): train (?<train>\S+) valid (?<valid>\S+)""")
    }
}
