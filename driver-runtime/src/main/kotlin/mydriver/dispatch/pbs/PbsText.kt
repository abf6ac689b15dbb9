package mydriver.dispatch.pbs

import java.nio.file.Path
import mydriver.dispatch.SubmissionRequest
import mydriver.dispatch.inFolder
import mydriver.dispatch.isOneLine
import mydriver.dispatch.shellWith

/** What OpenPBS, PBS Professional and Torque have in common. */
internal object PbsText {
    /**
     * Shell that makes `1234[].server` of `1234[5].server`.
     *
     * That is what `qsub` answers, and what `qstat` and `qdel` want.
     */
    const val NATIVE_ID: String = "$(echo \"\${PBS_JOBID-}\" | sed 's/\\[[0-9]*\\]/[]/')"

    /** Returns `1234[5].server` for the array `1234[].server`, which is what `qdel` takes for one worker. */
    fun workerId(id: String, index: Long?): String = if (index == null) id else id.replace("[]", "[$index]")

    fun unsupported(request: SubmissionRequest): List<String> = buildList {
        if (!isOneLine(request.folder)) add("the folder \"${request.folder}\": PBS takes no line break in names")
    }

    /** Returns what both kinds ask in the same words. */
    fun common(request: SubmissionRequest): List<String> = buildList {
        add("-S /bin/sh")
        add("-N ${request.plainTitle(NAME)}")
        add("-j oe")
        add("-v MYDRIVER_SUBMISSION=${request.tag}")
        add(if (request.requeue) "-r y" else "-r n")
        request.resources.queue?.let { add("-q $it") }
        request.resources.account?.let { add("-A $it") }
        request.seconds?.let { add("-l walltime=%d:%02d:%02d".format(it / HOUR, it % HOUR / MINUTE, it % MINUTE)) }
    }

    fun submitCommand(script: Path, request: SubmissionRequest): List<String> =
        inFolder(request.folder, listOf("qsub") + request.passedOn + "$script")

    fun parseSubmitted(output: String): List<String> =
        output.lines().mapNotNull { SUBMITTED.matchEntire(it.trim())?.value }.takeLast(1)

    /** Returns the call of `qstat` with [flags], which fails when it knows none of [ids] any more. */
    fun qstat(flags: String, ids: List<String>): List<String> =
        shellWith(
            """
            answer=$(TZ=UTC qstat $flags "$@" 2>&1) || case ${"$"}answer in
                *'Unknown Job Id'* | *'Unknown Job ID'* | *'has finished'*) ;;
                *) printf '%s\n' "${"$"}answer" >&2; exit 1 ;;
            esac
            printf '%s\n' "${"$"}answer"
            """,
            ids,
        )

    /** Older servers refuse longer names. */
    private const val NAME = 15
    private const val HOUR = 3600
    private const val MINUTE = 60
    private val SUBMITTED = Regex("[0-9]+(\\[\\])?(\\.[A-Za-z0-9_.-]+)?")
}
