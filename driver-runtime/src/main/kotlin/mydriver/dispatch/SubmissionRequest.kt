package mydriver.dispatch

import java.nio.file.Path
import mydriver.model.Resources

/**
 * What a [SchedulerBackend] needs to know of one hand-off.
 *
 * @property tag names the submission; letters, digits and `-`
 * @property title what people see in the scheduler's listings
 * @property workers how many are to be started, at least 1
 * @property resources what each of them needs
 * @property folder where their logs go; it exists
 */
public data class SubmissionRequest(
    val tag: String,
    val title: String,
    val workers: Int,
    val resources: Resources,
    val folder: Path,
)
