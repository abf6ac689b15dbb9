package mydriver.store

/**
 * A worker process as it registers itself.
 *
 * @property id random
 * @property bootId of the running kernel, or null where there is none
 * @property pidStart when the process with this pid started, in the kernel's own units, or null
 * @property submission tag of the submission that started it, or null
 */
public data class WorkerRow(
    public val id: String,
    public val process: HostProcess,
    public val bootId: String? = null,
    public val pidStart: Long? = null,
    public val submission: String? = null,
    public val devices: String? = null,
)
