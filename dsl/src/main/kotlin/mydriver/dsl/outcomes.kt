package mydriver.dsl

import mydriver.job.Outcome

/** The trial is finished; the same as returning nothing. */
public val Done: Outcome = Outcome.done()

/** The job saved its state and wants to be queued again, as in `return@job Incomplete`. */
public val Incomplete: Outcome = Outcome.incomplete()

/** The trial is finished, with these last metrics, as in `return@job Done("valid_loss" to 0.1)`. */
@Suppress("FunctionName") // Reads like the values beside it.
public fun Done(vararg metrics: Pair<String, Any>): Outcome = Outcome.done(metrics.toMap())
