package mydriver.command

import kotlin.time.Duration

/**
 * Lets a command wait for something and be stopped while it waits.
 *
 * Its first call takes SIGINT and SIGTERM over, so that the command can end in order; before, they end the process.
 */
public fun interface Pauses {
    /**
     * Waits for [time], or until somebody asks the process to stop.
     *
     * @return null, or the exit code to end with: 130 after SIGINT, 143 after SIGTERM
     */
    public fun pause(time: Duration): Int?
}
