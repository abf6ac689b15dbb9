package mydriver.dispatch

import java.nio.file.Path
import mydriver.model.Resources

/**
 * What is to be handed off.
 *
 * @property script where the experiment script lies; its defaults start there, also when it has changed by then
 * @property bundle what its workers run, whatever becomes of the file
 * @property title what people see in the scheduler's listings
 * @property queued how many trials wait
 * @property workers the most workers to start, at least 1; null for as many as the scheduler suggests
 * @property scheduler one of [Backends], or null for this machine's
 * @property resources what each worker needs
 * @property options words for `worker` behind `--drain`, such as `--database URL`
 */
public data class DispatchRequest(
    val script: Path,
    val bundle: PinnedBundle,
    val title: String,
    val queued: Long,
    val workers: Int? = null,
    val scheduler: String? = null,
    val resources: Resources = Resources(),
    val options: List<String> = emptyList(),
)

/**
 * A script with all that it imports, as bytes.
 *
 * @property hash the key that it is stored by
 */
public class PinnedBundle(public val hash: String, public val bytes: ByteArray)
