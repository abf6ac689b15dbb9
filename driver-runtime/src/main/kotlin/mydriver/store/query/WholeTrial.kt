package mydriver.store.query

import mydriver.model.Trial

/**
 * All that a table set says of one trial, the history of its metrics aside.
 *
 * @property state what queues and retries know of it; null for one that is in no table set
 * @property bundle hash of the bundle that its point came from, or null
 * @property attempts first to last
 */
public data class WholeTrial(
    public val trial: Trial,
    public val state: TrialState?,
    public val bundle: String?,
    public val attempts: List<AttemptRow>,
)
