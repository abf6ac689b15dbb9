package mydriver.process

/**
 * How a process ended.
 *
 * @property code what it exited with, or 128 plus the number of the signal that ended it, as shells count
 */
@JvmInline
public value class ExitStatus(public val code: Int) {
    /** The signal that ended the process, or null; a program that exits with 128 + n by itself looks the same. */
    public val signal: Int?
        get() = (code - SIGNAL_OFFSET).takeIf { it in 1..LAST_SIGNAL }

    /** Whether the process exited with 0. */
    public val success: Boolean
        get() = code == 0

    /** Returns `exit code 3` or `signal 9`. */
    override fun toString(): String = signal?.let { "signal $it" } ?: "exit code $code"

    private companion object {
        const val SIGNAL_OFFSET = 128
        const val LAST_SIGNAL = 64
    }
}
