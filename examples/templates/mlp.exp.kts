#!/usr/bin/env mydriver
// Three steps: run the jobs, make a report, show it (see README.md).

import java.io.File
import kotlin.math.sqrt

data class Mlp(val hidden: Int, val learningRate: Double, val momentum: Double = 0.0, val epochs: Int = 60)

experiment<Mlp>("mlp") {
    root("scratch_space")

    grid {
        for (hidden in listOf(2, 4, 8)) for (rate in listOf(0.02, 0.1)) trial(
            Mlp(hidden, rate, momentum = if (rate < 0.1) 0.5 else 0.0)
        )
    }

    template("templates/mlp.yaml.j2" to "mlp.yaml", params = "hyperparams.yaml") { p ->
        value("range", 1 / sqrt(p.hidden.toDouble()))
        value("layers", listOf(1, p.hidden, 1))
    }
    template("templates/launch.sh.j2" to "launch.sh") { value("program", folder.resolve("mlp.sh")) }

    command("./launch.sh") {
        directory(files)
        pattern("""epoch (?<step>\d+) train (?<train>\S+) valid (?<valid>\S+)""")
    }
}

/** Step 2: a summary with a column that is worked out from others. */
@Suppress("FunctionNaming") // Commands have underscores in their names.
@Command("Write report.csv, a line per trial that is done")
fun generate_report(trials: Trials) {
    File("report.csv").printWriter().use { out ->
        out.println("id,hidden,learning_rate,momentum,train,valid,gap")
        for (trial in trials.withStatus(Status.DONE).sortedBy("trial.id")) {
            val p = trial.params
            val (train, valid) = listOf("train", "valid").map { trial.metric(it) ?: Double.NaN }
            val columns = listOf(trial.id, p["hidden"], p["learningRate"], p["momentum"], train, valid)
            out.println((columns + "%.4f".format(valid - train)).joinToString(","))
        }
    }
    println("wrote report.csv")
}

/** Step 3: a figure per metric, with a line per learning rate. */
@Suppress("FunctionNaming")
@Command("Draw report.csv into figures/")
fun show_report() {
    val rows = File("report.csv").readLines().map { it.split(',') }
    val names = rows.first()
    val points = rows.drop(1).map { row -> names.zip(row.map { it.toDouble() }).toMap() }
    val figures = File("figures").apply { mkdirs() }
    val metrics = listOf("train", "valid")
    for (metric in metrics) File(figures, "$metric.svg").writeText(figure(points, "hidden", metric, "learning_rate"))
    val images = metrics.joinToString("\n") { "<h2>$it</h2>\n<img src=\"$it.svg\" alt=\"$it\">" }
    File(figures, "index.html").writeText("<!DOCTYPE html>\n<title>mlp</title>\n<h1>mlp</h1>\n$images\n")
    println("wrote figures/index.html and ${metrics.size} figures")
}

/** Returns [y] over [x] as SVG, with a line for each value of [group]. */
fun figure(points: List<Map<String, Double>>, x: String, y: String, group: String): String {
    val (xs, ys) = listOf(x, y).map { name -> points.map { it.getValue(name) } }
    val colours = listOf("#1b6ca8", "#c8553d", "#4f772d", "#6d597a")
    fun place(value: Double, among: List<Double>, size: Int) =
        (size * (value - among.min()) / (among.max() - among.min()).coerceAtLeast(1e-12)).toInt()
    val lines =
        points
            .groupBy { it.getValue(group) }
            .entries
            .mapIndexed { i, (value, line) ->
                val path =
                    line
                        .sortedBy { it[x] }
                        .joinToString(" ") {
                            "${60 + place(it.getValue(x), xs, 400)},${260 - place(it.getValue(y), ys, 220)}"
                        }
                val colour = colours[i % colours.size]
                "<polyline points=\"$path\" fill=\"none\" stroke=\"$colour\" stroke-width=\"2\"/>" +
                    "<text x=\"480\" y=\"${60 + 20 * i}\" fill=\"$colour\">$group $value</text>"
            }
    val labels =
        "<text x=\"60\" y=\"290\">$x ${xs.min()} to ${xs.max()}</text>" +
            "<text x=\"60\" y=\"20\">$y ${ys.min()} to ${ys.max()}</text>"
    val frame = "<rect x=\"60\" y=\"40\" width=\"400\" height=\"220\" fill=\"none\" stroke=\"#999\"/>"
    return "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"640\" height=\"300\" font-family=\"sans-serif\">" +
        "<rect width=\"640\" height=\"300\" fill=\"white\"/>$frame${lines.joinToString("")}$labels</svg>\n"
}
