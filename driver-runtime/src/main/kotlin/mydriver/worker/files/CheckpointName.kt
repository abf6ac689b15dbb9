package mydriver.worker.files

/** Which checkpoint of a trial it is, `attempt-<k>/checkpoint-<n>`; a later one is greater. */
internal data class CheckpointName(val attempt: Int, val number: Int) : Comparable<CheckpointName> {
    override fun compareTo(other: CheckpointName): Int = compareValuesBy(this, other, { it.attempt }, { it.number })

    /** The path from the trial's run directory on. */
    override fun toString(): String = "attempt-$attempt/checkpoint-$number"

    companion object {
        private val FORM = Regex("attempt-(\\d{1,9})/checkpoint-(\\d{1,9})")

        /** Returns the checkpoint that [path] names, or null if it names none. */
        fun parse(path: String): CheckpointName? =
            FORM.matchEntire(path)?.destructured?.let { (attempt, number) ->
                CheckpointName(attempt.toInt(), number.toInt())
            }
    }
}
