package mydriver.command

import kotlin.time.Duration

/**
 * Lets a command wait for something and be stopped while it waits.
 *
 * For a real process the first call of either function takes SIGINT, SIGTERM and SIGUSR2 over, so that the command can
 * end in order; before, the first two end the process.
 */
public fun interface Pauses {
    /**
     * Waits for [time], or until somebody asks the process to stop.
     *
     * @return null, or the exit code to end with: 130 after SIGINT, 143 after SIGTERM, 140 after SIGUSR2
     */
    public fun pause(time: Duration): Int?

    /** Calls [action] from now on whenever somebody asks for a checkpoint: at SIGUSR1. */
    public fun onCheckpoint(action: () -> Unit): Unit = Unit
}
