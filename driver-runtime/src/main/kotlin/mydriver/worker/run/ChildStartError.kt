package mydriver.worker.run

import java.io.IOException
import mydriver.model.ConfigurationError
import mydriver.process.ExitStatus

/** No process that runs trials can be started, and would not for any other trial either. */
public class ChildStartError private constructor(message: String, cause: Throwable?) :
    ConfigurationError(message, cause) {
    internal constructor(
        status: ExitStatus,
        stderr: String,
    ) : this(
        "the process that runs trials ended with $status before it was ready; it said:\n" +
            stderr.trim().ifEmpty { "(nothing)" },
        null,
    )

    internal constructor(
        failure: IOException
    ) : this("the process that runs trials cannot be started: $failure", failure)
}
