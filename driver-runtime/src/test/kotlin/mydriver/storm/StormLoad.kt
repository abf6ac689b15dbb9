package mydriver.storm

import java.nio.file.Path
import kotlinx.serialization.json.JsonObject

/**
 * The trials of one script.
 *
 * @property name of its experiment and of its table set
 * @property workers how many there are; the first of them offers less than a trial needs
 * @property result checks the metrics of the trial whose param `i` is given
 */
internal class StormLoad(
    val name: String,
    val script: Path,
    val trials: Int,
    val workers: Int,
    val result: (i: Long, metrics: JsonObject) -> Unit,
) {
    companion object {
        /** What each trial needs. */
        const val NEEDED_CPUS = 2
    }
}
