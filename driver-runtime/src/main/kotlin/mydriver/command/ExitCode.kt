package mydriver.command

/** What the process ends with. */
internal object ExitCode {
    const val OK = 0
    const val FAILED = 1
    const val USAGE = 2
    const val CONFIGURATION = 3
    const val SCHEDULER = 4

    /** As `timeout` of GNU coreutils ends. */
    const val TIMED_OUT = 124
}
