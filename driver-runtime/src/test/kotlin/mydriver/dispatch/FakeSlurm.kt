package mydriver.dispatch

import java.nio.file.Path
import kotlin.io.path.createDirectories
import kotlin.io.path.exists
import kotlin.io.path.readLines
import kotlin.io.path.readText
import kotlin.io.path.writeText
import kotlin.time.Duration.Companion.seconds
import mydriver.deeds.specEnvironment
import mydriver.process.Processes

/**
 * Programs named as Slurm's that answer as Slurm does when it is well, busy, hung or gone, and count how often they are
 * called.
 */
internal class FakeSlurm(private val folder: Path) {
    private val bin = folder.resolve("bin").createDirectories()
    private val path = "$bin:${specEnvironment["PATH"]}"
    val processes = Processes(specEnvironment + mapOf("PATH" to path, "FAKE" to "$folder"))

    init {
        folder.resolve("jobs").writeText("")
        healthy()
        program("sbatch", SBATCH)
        program("squeue", SQUEUE)
        program("scontrol", SCONTROL)
        program("sacctmgr", "echo sacctmgr >>\"\$FAKE/calls\"; exit 1")
        program("sacct", "exit 1")
        program(
            "scancel",
            "echo scancel \"$@\" >>\"\$FAKE/calls\"; for id; do sed -i \"/^\$id|/d\" \"\$FAKE/jobs\"; done",
        )
    }

    /** The programs that were called since [forget]. */
    val calls: List<String>
        get() = folder.resolve("calls").let { if (it.exists()) it.readLines() else emptyList() }

    /** The jobs that it has: id, tag, indices, state. */
    val jobs: List<List<String>>
        get() = folder.resolve("jobs").readLines().map { it.split('|') }

    fun forget() = folder.resolve("calls").writeText("")

    /** Everything is taken and answered. */
    fun healthy() = modes(submit = "take", ask = "answer")

    /**
     * The controller hangs: what is asked of it fails, and a submission is taken all the same, though nobody says so.
     */
    fun hung() = modes(submit = "hang", ask = "gone")

    /** A submission fails as if it were lost, and is taken; questions are answered. */
    fun losesAnswers() = modes(submit = "hang", ask = "answer")

    /** The controller is gone: nothing is taken, nothing is answered. */
    fun gone() = modes(submit = "gone", ask = "gone")

    /** The controller refuses for good. */
    fun refusing() = modes(submit = "refuse", ask = "answer")

    /** The controller is too busy for the next [times] submissions. */
    fun busy(times: Int) {
        modes(submit = "busy", ask = "answer")
        folder.resolve("busy").writeText("$times")
    }

    /** The site's limits. */
    fun limits(array: Int, jobs: Int) =
        folder.resolve("limits").writeText("MaxArraySize = $array\nMaxJobCount = $jobs\n")

    /** Every worker of [id] runs, or whatever else is its [state]. */
    fun become(id: String, state: String) =
        folder
            .resolve("jobs")
            .writeText(
                jobs.joinToString("") { job ->
                    (if (job[0] == id) job.dropLast(1) + state else job).joinToString("|") + "\n"
                }
            )

    /** No worker is left. */
    fun empty() = folder.resolve("jobs").writeText("")

    /** Submits [script] as it is. */
    fun submit(script: Path) {
        val result = processes.run(listOf("sh", "-c", "exec sbatch \"$1\"", "sh", "$script"), 10.seconds)
        check(result.success) { result.describe() }
    }

    fun script(id: String): String = Path.of(folder.resolve("script-$id").readText().trim()).readText()

    private fun modes(submit: String, ask: String) {
        folder.resolve("submit").writeText(submit)
        folder.resolve("ask").writeText(ask)
        if (!folder.resolve("limits").exists()) limits(1001, 10_000)
    }

    private fun program(name: String, text: String) =
        bin.resolve(name).apply {
            writeText("#!/bin/sh\n$text\n")
            toFile().setExecutable(true)
        }

    private companion object {
        val SBATCH =
            """
            echo sbatch >>"${'$'}FAKE/calls"
            take() {
                for script; do :; done
                id=${'$'}((100 + ${'$'}(wc -l <"${'$'}FAKE/calls") * 7))
                tag=${'$'}(sed -n 's/^#SBATCH --comment=//p' "${'$'}script")
                indices=${'$'}(sed -n 's/^#SBATCH --array=//p' "${'$'}script")
                echo "${'$'}id|${'$'}tag|${'$'}indices|PENDING" >>"${'$'}FAKE/jobs"
                echo "${'$'}script" >"${'$'}FAKE/script-${'$'}id"
            }
            case ${'$'}(cat "${'$'}FAKE/submit") in
                take) take "$@"; echo "${'$'}id" ;;
                hang) take "$@"; echo 'sbatch: error: Batch job submission failed: Socket timed out on send/recv operation' >&2; exit 1 ;;
                gone) echo 'sbatch: error: Batch job submission failed: Unable to contact slurm controller (connect failure)' >&2; exit 1 ;;
                refuse) echo 'sbatch: error: Batch job submission failed: Invalid account or account/partition combination specified' >&2; exit 1 ;;
                busy)
                    left=${'$'}(cat "${'$'}FAKE/busy")
                    if [ "${'$'}left" -eq 0 ]; then take "$@"; echo "${'$'}id"; exit; fi
                    echo ${'$'}((left - 1)) >"${'$'}FAKE/busy"
                    echo 'sbatch: error: Slurm temporarily unable to accept job, sleeping and retrying' >&2; exit 1 ;;
            esac
            """
                .trimIndent()

        val SQUEUE =
            """
            echo squeue >>"${'$'}FAKE/calls"
            if [ "${'$'}(cat "${'$'}FAKE/ask")" = gone ]; then
                echo 'slurm_load_jobs error: Unable to contact slurm controller (connect failure)' >&2
                exit 1
            fi
            while IFS='|' read -r id tag indices state; do
                case " $* " in
                    *' -j '*) echo "${'$'}id|${'$'}indices|${'$'}state|None" ;;
                    *) echo "${'$'}id|name|${'$'}tag" ;;
                esac
            done <"${'$'}FAKE/jobs"
            """
                .trimIndent()

        val SCONTROL =
            """
            echo scontrol >>"${'$'}FAKE/calls"
            if [ "${'$'}(cat "${'$'}FAKE/ask")" = gone ]; then
                echo 'slurm_load_ctl_conf error: Unable to contact slurm controller (connect failure)' >&2
                exit 1
            fi
            cat "${'$'}FAKE/limits"
            """
                .trimIndent()
    }
}
