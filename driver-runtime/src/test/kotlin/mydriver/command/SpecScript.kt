package mydriver.command

import java.nio.file.Path
import mydriver.dsl.ExperimentBuilder
import mydriver.model.Trials
import mydriver.script.Command
import mydriver.script.ExperimentScript

/** Params of the scripts in these specs. */
data class Point(val lr: Double, val layers: Int = 2, val optimizer: Optimizer = Optimizer.SGD)

/** An enum among them. */
enum class Optimizer {
    SGD,
    ADAM,
}

/** A script as it is after its evaluation, with commands of its own. */
open class SpecScript(declare: ExperimentBuilder<Point>.() -> Unit) : ExperimentScript(emptyArray()) {
    init {
        experiment<Point>("spec", declare)
    }

    @Command("Print ids, at most so many")
    fun ids(trials: Trials, limit: Int = 2) {
        for (trial in trials.sortedBy("trial.id").limit(limit)) println("id ${trial.id}")
    }

    @Suppress("LongParameterList") // One parameter of every type that an option may have.
    @Command("Print what was typed")
    fun echo(
        text: String,
        int: Int = 1,
        long: Long = 2,
        real: Double = 0.5,
        flag: Boolean = true,
        plain: Boolean,
        optimizer: Optimizer = Optimizer.SGD,
        maybe: String?,
        maybeInt: Int? = 7,
    ) {
        println("$text $int $long $real $flag $plain $optimizer $maybe $maybeInt")
    }

    @Command("Fail")
    fun fail() {
        error("impossible")
    }
}

/** The script of the specs: six points, of which one fails; trials run inside the worker. */
fun specScript(
    folder: Path,
    declare: ExperimentBuilder<Point>.() -> Unit = ExperimentBuilder<Point>::sixPoints,
): ScriptFile = scriptFile(folder, SpecScript(declare))

/** A file in which [script] is said to be. */
fun scriptFile(folder: Path, script: ExperimentScript): ScriptFile {
    val experiment = checkNotNull(script.declared) { "the script declares an experiment" }
    return ScriptFile(folder.resolve("spec.exp.kts"), script, experiment) { Bundle("spec.exp.kts", "text") }
}

/** Six points, of which the one with the largest rate and most layers fails. */
fun ExperimentBuilder<Point>.sixPoints() {
    inProcess()
    grid { for (layers in 1..2) for (lr in listOf(0.1, 0.01, 0.001)) trial(Point(lr, layers)) }
    job { p ->
        if (p.lr == 0.1 && p.layers == 2) error("too wild")
        report("train_loss", p.lr)
        report("valid_loss", p.lr * p.layers)
        if (p.lr == 0.001 && p.layers == 2) report("valid_loss", Double.NaN)
    }
}
