package mydriver.dispatch

/**
 * The part of a script that stays beside its workers: it starts [SubmissionRequest.workersPerNode] of them, shares the
 * graphics cards out among them, passes the signals of the scheduler on, waits, and runs the epilogue.
 *
 * USR1 and USR2 are still ignored when workers are started, and they inherit that until they have handlers: the shell
 * begins to pass these signals on after that. Its own `wait` ends early when it gets one, and is repeated then; 127
 * from it means that the worker had ended at the same moment.
 */
internal class Companions(private val request: SubmissionRequest) {
    /** Returns the text that starts workers by [words]. */
    fun render(words: String): String = buildString {
        appendLine("start() {")
        if (request.resources.gpus > 0 && request.workersPerNode > 1) append(devices())
        appendLine("    exec $words")
        appendLine("}")
        append(waiting())
        val epilogue = request.setting.epilogue
        if (epilogue.isNotBlank()) {
            appendLine("# The epilogue.")
            appendLine(epilogue.trimEnd())
        }
        appendLine("exit \"\$status\"")
    }

    private fun devices(): String {
        val each = request.resources.gpus
        return """
            |    for name in CUDA_VISIBLE_DEVICES ROCR_VISIBLE_DEVICES; do
            |        eval "devices=\${"$"}{${"$"}name-}"
            |        [ -n "${"$"}devices" ] || continue
            |        devices=${"$"}(echo "${"$"}devices" | cut -d , -f "${"$"}((${"$"}1 * $each + 1))-${"$"}((${"$"}1 * $each + $each))")
            |        export "${"$"}name=${"$"}devices"
            |    done
            |"""
            .trimMargin()
    }

    private fun waiting(): String =
        """
        |workers=
        |told=
        |tell() {
        |    told=${"$"}1
        |    for worker in ${"$"}workers; do kill -s "${"$"}1" "${"$"}worker" 2>/dev/null; done
        |}
        |trap 'tell TERM' TERM INT
        |number=0
        |while [ "${"$"}number" -lt ${request.workersPerNode} ]; do
        |    start "${"$"}number" &
        |    workers="${"$"}workers ${"$"}!"
        |    number=${"$"}((number + 1))
        |done
        |[ -z "${"$"}told" ] || tell "${"$"}told"
        |trap 'tell USR1' USR1
        |trap 'tell USR2' USR2
        |status=0
        |for worker in ${"$"}workers; do
        |    ended=
        |    while told=; do
        |        wait "${"$"}worker"
        |        code=${"$"}?
        |        if [ "${"$"}code" -ne 127 ] || [ -z "${"$"}ended" ]; then ended=${"$"}code; fi
        |        if [ -z "${"$"}told" ] || [ "${"$"}code" -eq 127 ]; then break; fi
        |    done
        |    [ "${"$"}ended" -eq 0 ] || status=${"$"}ended
        |done
        |"""
            .trimMargin()
}
