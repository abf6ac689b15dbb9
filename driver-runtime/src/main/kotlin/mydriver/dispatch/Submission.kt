package mydriver.dispatch

import java.nio.file.Path

/**
 * A hand-off that the scheduler took.
 *
 * @property tag what it is called in the table set
 * @property nativeIds what the scheduler calls the workers or their array
 * @property folder where the script, the bundle and the logs are
 * @property warning what the submit command said besides, or null
 */
public class Submission(
    public val tag: String,
    public val backend: SchedulerBackend,
    public val nativeIds: List<String>,
    public val folder: Path,
    public val warning: String? = null,
)
