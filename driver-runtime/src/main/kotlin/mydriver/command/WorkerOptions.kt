package mydriver.command

import com.github.ajalt.clikt.parameters.groups.OptionGroup
import com.github.ajalt.clikt.parameters.options.convert
import com.github.ajalt.clikt.parameters.options.default
import com.github.ajalt.clikt.parameters.options.option
import com.github.ajalt.clikt.parameters.options.split
import com.github.ajalt.clikt.parameters.types.int
import com.github.ajalt.clikt.parameters.types.long
import com.github.ajalt.clikt.parameters.types.restrictTo
import java.nio.file.Path
import mydriver.model.Memory
import mydriver.model.Resources
import mydriver.worker.WorkerSettings

/** The options that say how a worker works. */
internal class WorkerOptions : OptionGroup() {
    private val limit by
        option("-n", "--trials", metavar = "N", help = "End after this many trials.").long().restrictTo(min = 1)
    private val idleExit by
        option("--idle-exit", metavar = "T", help = "End when there has been nothing to run for this long.").time()
    private val slots by
        option("--slots", metavar = "S", help = "Run this many trials side by side; on each device, with --devices.")
            .int()
            .restrictTo(min = 1)
            .default(1)
    private val devices by
        option(
                "--devices",
                metavar = "A,B",
                help = "Give each of these devices a trial of its own (CUDA_VISIBLE_DEVICES and its like).",
            )
            .split(",")
            .default(emptyList(), defaultForHelp = "")
    private val concurrencyFile by
        option(
                "--concurrency-file",
                metavar = "F",
                help = "Read from this file, again and again, how many trials may run side by side.",
            )
            .convert { Path.of(it) }
    private val batch by
        option(
                "--batch",
                metavar = "N",
                help = "Claim and finish at most N short trials together; 1 for each by itself.",
            )
            .int()
            .restrictTo(1..WorkerSettings.LARGEST_BATCH)
            .default(WorkerSettings.LARGEST_BATCH)
    private val finishAfter by
        option(
                "--finish-after",
                metavar = "T",
                help = "After this time claim nothing more, and ask jobs to save their state.",
            )
            .time()
    private val checkpointEvery by
        option("--checkpoint-every", metavar = "T", help = "Ask jobs to save their state, and go on, this often.")
            .time()
    private val timeLimit by
        option("--time-limit", metavar = "T", help = "End attempts that take longer than this.").time()
    private val cpus by
        option("--cpus", metavar = "N", help = "Claim trials that need at most N cpus. (default: all)")
            .int()
            .restrictTo(min = 1)
    private val memory by
        option(
                "--memory",
                metavar = "M",
                help = "Claim trials that need at most this much memory, such as 16GiB. (default: all)",
            )
            .memory()
    private val gpus by
        option("--gpus", metavar = "N", help = "Claim trials that need at most N gpus. (default: all)")
            .int()
            .restrictTo(min = 0)
    private val sameFailures by
        option(
                "--stop-after-failures",
                metavar = "K",
                help = "End when K attempts in a row failed of the same error; 0 for never.",
            )
            .int()
            .restrictTo(min = 0)
            .default(WorkerSettings.SAME_FAILURES)

    /**
     * Puts what was typed into [settings].
     *
     * @param machine what this machine has, which is offered unless something else was typed
     * @param here where relative paths start
     * @throws mydriver.model.ConfigurationError if some of it makes no sense
     */
    fun into(settings: WorkerSettings, machine: Resources, here: Path): WorkerSettings =
        settings.copy(
            offer = Resources(cpus ?: machine.cpus, memory ?: machine.memory, gpus ?: machine.gpus),
            slots = slots,
            devices = devices.map { it.trim() },
            concurrencyFile = concurrencyFile?.let { here.resolve(it) },
            limit = limit,
            batch = batch,
            finishAfter = finishAfter,
            checkpointEvery = checkpointEvery,
            timeLimit = timeLimit,
            idleExit = idleExit,
            sameFailures = sameFailures,
        )
}

/** Returns what a worker offers, as people say it. */
internal fun offered(offer: Resources): String {
    val cpus = if (offer.cpus == 1) "1 cpu" else "${offer.cpus} cpus"
    val memory = offer.memory?.let(::rounded)?.let { ", $it of memory" }.orEmpty()
    return cpus + memory + if (offer.gpus > 0) ", ${offer.gpus} gpus" else ""
}

private fun rounded(memory: Memory): String {
    val (unit, shift) = UNITS.firstOrNull { memory.bytes shr it.second >= 1 } ?: ("B" to 0)
    return "%.1f".format(java.util.Locale.ROOT, memory.bytes.toDouble() / (1L shl shift)).removeSuffix(".0") + " $unit"
}

private val UNITS = listOf("TiB" to 40, "GiB" to 30, "MiB" to 20, "KiB" to 10)
