package mydriver.store.insert

import mydriver.model.Fingerprinter
import mydriver.model.Params
import mydriver.store.json.KnownNames

/**
 * Hashes the params that are no part of identity, so that trials that differ only in them can be counted as changed.
 */
internal class Marks(names: KnownNames) {
    /** Whether there are such params. */
    val any: Boolean = names.params.any { !it.identity }

    private val fingerprinter =
        Fingerprinter("", names.identities.mapValues { (_, it) -> it.copy(identity = !it.identity) })

    /** Returns what stands for those of [params]. */
    fun of(params: Params): Long = if (any) java.lang.Long.parseUnsignedLong(fingerprinter.of(params), 0, 16, 16) else 0
}
