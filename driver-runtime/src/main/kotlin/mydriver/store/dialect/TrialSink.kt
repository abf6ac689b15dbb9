package mydriver.store.dialect

/**
 * What the new rows of one insert have in common.
 *
 * @property trial the quoted name of the trial table
 * @property constants values by column name, the same in every row: `Long`, `Double`, `String` or null
 */
internal class TrialTarget(val trial: String, val constants: Map<String, Any?>)

/** Takes new trials, one by one, in the order of their ids. */
internal interface TrialSink : AutoCloseable {
    /** Adds a trial; [params] is its JSON. */
    fun add(fingerprint: String, replicate: Long, params: CharSequence, seed: Long)

    /** Sends what is still buffered and returns the ids of the trials added, which follow one another. */
    fun finish(): LongRange
}
