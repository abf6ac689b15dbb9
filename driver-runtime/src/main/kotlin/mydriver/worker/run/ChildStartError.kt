package mydriver.worker.run

import mydriver.model.ConfigurationError

/** The process that runs trials ended before it was ready, which it would for every other trial as well. */
internal class ChildStartError(end: String, stderr: String) :
    ConfigurationError(
        "the process that runs trials ended with $end before it was ready; it said:\n" +
            stderr.trim().ifEmpty { "(nothing)" }
    )
