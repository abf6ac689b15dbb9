package mydriver.dispatch

/**
 * What a [Dispatcher] would do.
 *
 * @property workers how many it would start; 0 when nothing waits
 * @property sentence the same for people
 */
public class DispatchPlan
internal constructor(
    internal val request: DispatchRequest,
    public val backend: SchedulerBackend,
    public val workers: Int,
    public val sentence: String,
)
