package mydriver.joblist

/** What has become of a command of a job list; [word] is what people read. */
internal enum class EntryState(val word: String) {
    /** It ended with exit code 0. */
    DONE("done"),

    /** It ended with another exit code, or by a signal. */
    FAILED("failed"),

    /** Its worker was stopped or died; how far the command came is unknown. */
    INTERRUPTED("interrupted"),

    /** It is marked in the list, and no worker here did it: by hand, or by another program. */
    EXECUTED("executed"),

    /** A worker has claimed it and is still there. */
    RUNNING("running"),

    /** Nobody has claimed it. */
    TO_DO("to do");

    /** Whether `--retry-failed` is for it. */
    val mayBeRetried: Boolean
        get() = this == FAILED || this == INTERRUPTED

    companion object {
        /** Returns the state called [word]; throws [IllegalArgumentException] if there is none. */
        fun of(word: String): EntryState =
            requireNotNull(entries.firstOrNull { it.word == word }) { "there is no state \"$word\"" }
    }
}
