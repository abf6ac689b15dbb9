package mydriver.worker

import kotlin.time.Duration
import mydriver.model.Status
import mydriver.store.AttemptStart
import mydriver.store.Candidate
import mydriver.store.Claim
import mydriver.store.DatabaseUnreachable
import mydriver.store.Reclaimed
import mydriver.worker.job.firstLine

/**
 * Tells each transition in one line that can be searched for, such as `trial 12 attempt 1 DONE 0.8s`.
 *
 * @param line takes one line, or several that belong together, separated by newlines
 */
internal class Journal(private val line: (String) -> Unit) {
    fun started(claim: Claim, start: AttemptStart) {
        val device = start.devices?.let { " device $it" }.orEmpty()
        line("${name(claim)} RUNNING pid ${start.process.pid}$device")
    }

    /** Tells how attempts ended and what their trials are now; null means that they were somebody else's by then. */
    fun ended(ends: List<Pair<EndedAttempt, Status?>>) {
        if (ends.isNotEmpty()) line(ends.joinToString("\n") { (end, status) -> ended(end, status) })
    }

    private fun ended(ended: EndedAttempt, status: Status?): String {
        val claim = ended.claim
        if (status == null) return refusal(claim)
        val end = ended.end
        val text = StringBuilder(name(claim)).append(' ').append(end.outcome).append(' ').append(seconds(ended.took))
        end.cause?.let { text.append(' ').append(it.name) }
        end.exitCode?.let { text.append(' ').append(it) }
        end.error?.let { text.append(": ").append(firstLine(it)) }
        if (status.name != end.outcome.name) text.append(", trial ").append(status)
        return text.toString()
    }

    fun held(claim: Claim, reason: String) {
        line("${name(claim)} HELD: ${reason.replace("\n", "; ")}")
    }

    fun refused(claim: Claim) {
        line(refusal(claim))
    }

    fun handedBack(claims: List<Claim>) {
        if (claims.isNotEmpty()) line(claims.joinToString("\n") { "${name(it)} HANDED BACK" })
    }

    fun lost(lost: List<Reclaimed>, from: Map<Long, Candidate>, because: String) {
        if (lost.isEmpty()) return
        line(
            lost.joinToString("\n") {
                val host = from[it.id]?.process?.host?.let { host -> " on $host" }.orEmpty()
                "trial ${it.id} attempt ${it.attempt} LOST$host: $because, trial ${it.status}"
            }
        )
    }

    fun databaseAway(failure: DatabaseUnreachable) {
        line("database away: ${firstLine(failure.message.orEmpty())}; jobs go on, and it is tried again and again")
    }

    fun databaseBack(outage: Duration) {
        line("database back after ${seconds(outage)}")
    }

    fun note(claim: Claim, text: String) {
        line("${name(claim)} $text")
    }

    fun note(text: String) {
        line(text)
    }

    private fun refusal(claim: Claim) =
        "${name(claim)} REFUSED: the trial is no longer this worker's, so nothing was written about it"

    private fun name(claim: Claim) = "trial ${claim.id} attempt ${claim.attempt}"

    /** By hand, since a batch of short trials makes a line each and a formatter takes longer than some of them. */
    private fun seconds(took: Duration): String {
        val tenths = (took.inWholeMilliseconds + HALF_A_TENTH) / TENTH
        return "${tenths / TENTHS}.${tenths % TENTHS}s"
    }

    private companion object {
        const val TENTH = 100L
        const val TENTHS = 10L
        const val HALF_A_TENTH = 50L
    }
}
