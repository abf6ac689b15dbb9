package mydriver.report.study

import mydriver.store.Outcome
import mydriver.store.query.PastAttempt

/**
 * Attempts that failed alike.
 *
 * @property outcome FAILED, LOST or STOPPED
 * @property cause why, null where none was recorded
 * @property message the first line of the error of the first of them
 * @property attempts how many
 * @property trials some of their trials, the lowest ids
 * @property hosts how many of them were on which host, the most first; a few
 */
internal class FailureGroup(
    val outcome: String,
    val cause: String?,
    val message: String?,
    val attempts: Long,
    val trials: List<Long>,
    val hosts: List<Pair<String, Long>>,
)

/** Sorts attempts that did not end well by cause and by what their errors say, numbers in it aside. */
internal class FailureCounter {
    private val tallies = LinkedHashMap<Triple<String, String?, String>, Tally>()

    fun add(attempt: PastAttempt) {
        val outcome = attempt.outcome ?: return
        if (outcome == Outcome.DONE.name || outcome == Outcome.INCOMPLETE.name) return
        val key = Triple(outcome, attempt.cause, alike(attempt))
        val known = tallies[key]
        val tally = known ?: tallies.getOrPut(if (tallies.size < MOST_KINDS) key else rest(key)) { Tally(attempt) }
        tally.add(attempt)
    }

    /** Returns what was counted, the most frequent first. */
    fun groups(): List<FailureGroup> =
        tallies.entries
            .map { (key, tally) ->
                val message = if (key == rest(key)) OTHERS else tally.first.error
                val hosts = tally.hosts.entries.sortedByDescending { it.value }.take(MOST_HOSTS)
                FailureGroup(
                    key.first,
                    key.second,
                    message,
                    tally.attempts,
                    tally.trials.toList(),
                    hosts.map { it.toPair() },
                )
            }
            .sortedByDescending { it.attempts }

    private fun alike(attempt: PastAttempt) =
        attempt.exitCode?.toString().orEmpty() + " " + attempt.error.orEmpty().take(COMPARED).replace(NUMBERS, "#")

    private fun rest(key: Triple<String, String?, String>) = Triple(key.first, key.second, OTHERS)

    private class Tally(val first: PastAttempt) {
        var attempts = 0L
        val trials = java.util.TreeSet<Long>()
        val hosts = HashMap<String, Long>()

        fun add(attempt: PastAttempt) {
            attempts++
            trials += attempt.trial
            if (trials.size > MOST_TRIALS) trials.pollLast()
            if (attempt.host in hosts || hosts.size < COUNTED_HOSTS) hosts.merge(attempt.host, 1L, Long::plus)
        }
    }

    private companion object {
        const val MOST_KINDS = 500
        const val MOST_TRIALS = 5
        const val MOST_HOSTS = 3
        const val COUNTED_HOSTS = 1_000
        const val COMPARED = 200
        const val OTHERS = "(other errors)"
        val NUMBERS = Regex("0x[0-9a-fA-F]+|[0-9]+(\\.[0-9]+)?([eE][-+]?[0-9]+)?")
    }
}
