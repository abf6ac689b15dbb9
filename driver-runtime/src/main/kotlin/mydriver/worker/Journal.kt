package mydriver.worker

import java.util.Locale
import kotlin.time.Duration
import kotlin.time.DurationUnit
import mydriver.model.Status
import mydriver.store.AttemptEnd
import mydriver.store.Claim
import mydriver.worker.job.firstLine

/** Tells each transition in one line that can be searched for, such as `trial 12 attempt 1 DONE 0.8s`. */
internal class Journal(private val line: (String) -> Unit) {
    fun started(claim: Claim, pid: Long) {
        line("${name(claim)} RUNNING pid $pid")
    }

    fun ended(claim: Claim, end: AttemptEnd, status: Status, took: Duration) {
        val cause = listOfNotNull(end.cause?.name, end.exitCode?.toString()).joinToString(" ")
        val error = end.error?.let { ": ${firstLine(it)}" }.orEmpty()
        val why = if (cause.isEmpty()) "" else " $cause$error"
        val then = if (status.name == end.outcome.name) "" else ", trial $status"
        line("${name(claim)} ${end.outcome} ${seconds(took)}$why$then")
    }

    fun held(claim: Claim, reason: String) {
        line("${name(claim)} HELD: ${reason.replace("\n", "; ")}")
    }

    fun refused(claim: Claim) {
        line("${name(claim)} REFUSED: the trial is no longer this worker's, so nothing was written about it")
    }

    fun handedBack(claim: Claim) {
        line("${name(claim)} HANDED BACK")
    }

    fun note(claim: Claim, text: String) {
        line("${name(claim)} $text")
    }

    private fun name(claim: Claim) = "trial ${claim.id} attempt ${claim.attempt}"

    private fun seconds(took: Duration) = "%.1fs".format(Locale.ROOT, took.toDouble(DurationUnit.SECONDS))
}
