package mydriver.store

/**
 * What became of attempts that ended, and what was claimed with their end.
 *
 * @property results one for each end, in their order
 * @property claims in the order in which they are to run
 */
public data class Exchanged(public val results: List<FinishResult>, public val claims: List<Claim>)
