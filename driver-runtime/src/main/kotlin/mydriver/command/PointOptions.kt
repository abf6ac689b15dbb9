package mydriver.command

import com.github.ajalt.clikt.parameters.groups.OptionGroup
import com.github.ajalt.clikt.parameters.options.multiple
import com.github.ajalt.clikt.parameters.options.option
import java.nio.file.Path
import mydriver.command.points.PointPlan
import mydriver.command.points.readPoints

/** The options by which an insert takes other points than the grid's. */
internal class PointOptions : OptionGroup() {
    private val sweeps by
        option(
                "-p",
                "--sweep",
                metavar = "NAME=VALUES",
                help = "Combine every point with each of these values, such as -p lr=0.1,0.01; may be repeated.",
            )
            .multiple()

    private val fixed by
        option(
                "--set",
                metavar = "NAME=VALUE",
                help = "Give every point this value, whatever it has of its own; may be repeated.",
            )
            .multiple()

    private val file by
        option(
            "--params",
            metavar = "FILE",
            help = "Insert the points of this JSON, YAML or CSV file instead of the grid: one per object or row.",
        )

    /** Returns the plan of these options and the [words] beside them; relative paths start at [folder]. */
    fun plan(words: List<String>, folder: Path): PointPlan =
        PointPlan(words, sweeps, fixed, file?.let { { use -> readPoints(folder.resolve(it), use) } })
}
