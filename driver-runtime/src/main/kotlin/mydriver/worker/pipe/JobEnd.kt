package mydriver.worker.pipe

/** How the execution of a job ended. */
internal sealed interface JobEnd {
    /** It returned; [metrics] are its last ones. */
    data class Done(val metrics: Map<String, Any> = emptyMap()) : JobEnd

    /** It saved its state and wants to be queued again. */
    data class Incomplete(val metrics: Map<String, Any> = emptyMap()) : JobEnd

    /** It failed; [error] begins with one line that says why, and [exitCode] is set when a process ended by itself. */
    data class Failed(val cause: FailureCause, val error: String, val exitCode: Int? = null) : JobEnd

    /** The stored params do not bind to the params class: the job never ran. */
    data class Unbound(val reason: String) : JobEnd
}
