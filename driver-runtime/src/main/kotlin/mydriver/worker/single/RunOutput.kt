package mydriver.worker.single

/**
 * Where the output of a job goes besides its files, in pieces as they come, from one thread at a time.
 *
 * @property out takes what the job writes to its descriptor 1
 * @property err takes what it writes to its descriptor 2
 */
public class RunOutput(public val out: (String) -> Unit, public val err: (String) -> Unit)
