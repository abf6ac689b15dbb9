package mydriver.dispatch

import java.nio.file.Path
import mydriver.dispatch.profile.DispatchTarget
import mydriver.model.Resources
import mydriver.store.query.Demand

/**
 * Workers that somebody wants to start.
 *
 * @property script the experiment script as its workers are to find it, absolute
 * @property bundle what the script was when this was asked: what its workers run, whatever becomes of the file
 * @property title what people see in the scheduler's listings
 * @property target where they are handed to
 * @property demand what waits and runs, by what it needs
 * @property resources what the script says of resources; cpus, memory and gpus are taken from [demand]
 * @property wishes how many workers, and how, as it was typed
 * @property options words for `worker`, such as `--database URL`
 * @property file the SQLite file of the table set, null where it is on a server
 */
public data class DispatchRequest(
    val script: Path,
    val bundle: PinnedBundle,
    val title: String,
    val target: DispatchTarget,
    val demand: List<Demand> = emptyList(),
    val resources: Resources = Resources(),
    val wishes: DispatchWishes = DispatchWishes(),
    val options: List<String> = emptyList(),
    val file: Path? = null,
) {
    /** How many trials wait. */
    public val queued: Long
        get() = demand.sumOf { it.queued }

    /** What was typed, and what the profile says where that leaves something open. */
    internal val wanted: DispatchWishes
        get() = wishes.over(DispatchWishes(hosts = target.hosts)).over(target.profile?.wishes ?: DispatchWishes())
}

/**
 * A script with all that it imports, as bytes.
 *
 * @property hash the key that it is stored by
 */
public class PinnedBundle(public val hash: String, public val bytes: ByteArray)
