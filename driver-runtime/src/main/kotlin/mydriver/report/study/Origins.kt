package mydriver.report.study

import mydriver.store.query.PastAttempt

/**
 * Where results come from: each list the most attempts first.
 *
 * @property commits what the script's folder was at; null is none known
 */
internal class Origins(
    val commits: List<Origin<Commit?>>,
    val bundles: List<Origin<String?>>,
    val hosts: List<Origin<String>>,
    val versions: List<Origin<String?>>,
)

/**
 * What some attempts have in common.
 *
 * @property seconds what they took together
 */
internal class Origin<T>(val value: T, val attempts: Long, val seconds: Double)

/**
 * A git commit.
 *
 * @property dirty whether files differed from it
 */
internal data class Commit(val hash: String, val dirty: Boolean)

/** Counts what attempts have in common. */
internal class OriginCounter {
    private val commits = Counts<Commit?>()
    private val bundles = Counts<String?>()
    private val hosts = Counts<String>()
    private val versions = Counts<String?>()

    fun add(attempt: PastAttempt, seconds: Double) {
        commits.add(attempt.commit?.let { Commit(it, attempt.dirty == true) }, seconds)
        bundles.add(attempt.bundle, seconds)
        hosts.add(attempt.host, seconds)
        versions.add(attempt.versions, seconds)
    }

    fun origins(): Origins = Origins(commits.list(), bundles.list(), hosts.list(), versions.list())

    private class Counts<T> {
        private val found = LinkedHashMap<T, DoubleArray>()

        fun add(value: T, seconds: Double) {
            val sums = found.getOrPut(value) { DoubleArray(2) }
            sums[0]++
            sums[1] += seconds
        }

        fun list() =
            found.entries
                .map { (value, sums) -> Origin(value, sums[0].toLong(), sums[1]) }
                .sortedByDescending { it.attempts }
    }
}
