package mydriver.store.reload

import mydriver.model.Fingerprinter
import mydriver.model.Params
import mydriver.store.NameRow
import mydriver.store.insert.GridInsert
import mydriver.store.json.KnownNames

/**
 * Gives trials the fingerprints that they have here: their own, unless other baselines hold here than where they were
 * kept, or nothing but their params is known.
 */
internal class KeptFingerprints(
    job: String,
    private val names: KnownNames,
    private val trusted: Boolean,
) {
    private val fingerprinter = Fingerprinter(job, names.identities)

    /** Returns [trial] with its fingerprint. */
    fun completed(trial: KeptTrial): KeptTrial {
        if (trusted && trial.fingerprint != null) return trial
        val typed =
            trial.params.mapValues { (name, value) ->
                KnownNames.typed(value, names.kind(NameRow.PARAM, name))
            }
        return trial.copy(fingerprint = fingerprinter.of(Params.of(typed)))
    }

    companion object {
        /** Returns the seed that every trial of this [fingerprint] and [replicate] has. */
        fun seedOf(fingerprint: String, replicate: Long): Long = GridInsert.seedOf(fingerprint, replicate)
    }
}
