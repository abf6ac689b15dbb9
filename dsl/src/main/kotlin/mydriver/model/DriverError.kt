package mydriver.model

/**
 * Root of every error that is somebody's to mend rather than a fault of mydriver itself.
 *
 * The message names the offender, the rule it breaks and the way out; several faults of one request are told together,
 * a line each. [exitCode] is what the command line ends with. Everything that is not a [DriverError] is a bug of ours
 * and is shown with its stack trace.
 */
public abstract class DriverError(message: String, public val exitCode: Int, cause: Throwable? = null) :
    RuntimeException(message, cause)

/** What was typed is wrong: an option, a selector, an expression. Exit code 2. */
public open class UsageError(message: String, cause: Throwable? = null) : DriverError(message, 2, cause)

/** The script, its params or a setting is wrong. Exit code 3. */
public open class ConfigurationError(message: String, cause: Throwable? = null) : DriverError(message, 3, cause)

/** The database cannot be reached, is too new, or refuses. Exit code 3. */
public open class DatabaseError(message: String, cause: Throwable? = null) : DriverError(message, 3, cause)

/** A scheduler cannot be reached or refuses. Exit code 4. */
public open class SchedulerError(message: String, cause: Throwable? = null) : DriverError(message, 4, cause)

/** A trial of this command ended FAILED, or the command itself could not do its work. Exit code 1. */
public open class RunError(message: String, cause: Throwable? = null) : DriverError(message, 1, cause)
