package mydriver.worker.single

import java.nio.file.Path
import kotlin.time.Duration
import mydriver.store.AttemptEnd

/**
 * What became of a [SingleRun].
 *
 * @property directory the run directory
 * @property end the outcome, and what a failed one died of
 * @property metrics the last value of each, in the order in which they were first reported
 */
public class SingleRunResult(
    public val directory: Path,
    public val end: AttemptEnd,
    public val metrics: Map<String, Any>,
    public val took: Duration,
)
