package mydriver.worker.run

import java.nio.file.Path
import java.time.Instant
import mydriver.deeds.specEnvironment
import mydriver.dsl.CommandScope
import mydriver.dsl.buildExperiment
import mydriver.process.OomKills
import mydriver.process.Processes
import mydriver.worker.files.AttemptDirectory
import mydriver.worker.pipe.JobEnd
import mydriver.worker.pipe.TrialOrder

/** The params of every command in here: what `sh` is to run. */
data class Errand(val script: String, val word: String? = null)

/** Runs errands, each as the trial of a number of its own. */
internal class Errands(private val scratch: Path) : AutoCloseable {
    private val processes = Processes(specEnvironment)
    private val runners = ArrayList<CommandRunner<*>>()

    /** The number of the last trial. */
    var trials = 0L
        private set

    val plain = runner()

    fun runner(
        kills: OomKills = OomKills(),
        more: CommandScope.(Errand) -> Unit = {},
        vararg words: String = arrayOf("sh", "-c"),
    ): CommandRunner<Errand> {
        val experiment =
            buildExperiment("errands", Errand::class.java) {
                command(*words) {
                    argument(it.script)
                    argument("sh")
                    argument(it.word)
                    more(it)
                }
            }
        return CommandRunner(experiment, processes.lane(), scratch, mapOf("LANE" to "1"), kills).also { runners += it }
    }

    fun place(): AttemptDirectory = AttemptDirectory(scratch.resolve("${++trials}"), 1, "{\"a\": 1}")

    fun run(
        script: String,
        place: AttemptDirectory = place(),
        listener: TrialListener = Recorder(),
        runner: CommandRunner<Errand> = plain,
        word: String? = null,
    ): JobEnd? {
        val params = mapOf("script" to script, "word" to word)
        val folder = "${scratch.resolve("scratch")}"
        val order = TrialOrder(trials, 1, 2, 99, "${place.files}", params, folder, Instant.ofEpochSecond(1_234))
        return runner.run(order, lazyOf(place), listener, another = true)
    }

    override fun close() {
        runners.forEach { it.close() }
    }
}
