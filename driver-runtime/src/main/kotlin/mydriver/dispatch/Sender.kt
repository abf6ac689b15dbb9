package mydriver.dispatch

import kotlin.time.Duration.Companion.seconds
import mydriver.model.SchedulerError
import mydriver.process.CommandResult
import mydriver.store.Submissions

/** Hands one array over, and makes sure to know whether the scheduler took it. */
internal class Sender(
    private val submissions: Submissions,
    private val calls: SchedulerCalls,
    private val standby: Standby,
    private val place: DispatchPlace,
) {
    /**
     * Sends [first], which is recorded, and if the scheduler was only too busy, what [again] writes and records anew: a
     * hand-off that was given up keeps its tag, so that workers of it that turn up after all know that they are not
     * wanted.
     *
     * @throws SchedulerError if the scheduler refuses, with what it said, or if nobody knows whether it took it
     */
    fun send(first: WrittenArray, again: () -> WrittenArray): Submission {
        var array = first
        repeat(RETRIES) { round ->
            trySend(array)?.let {
                return it
            }
            if (!place.pause(PAUSE * (1 shl round) * (1 - JITTER + 2 * JITTER * place.random.nextDouble())))
                throw SchedulerError("stopped; the scheduler ${array.backend.name} was too busy to take ${array.tag}")
            array = again()
        }
        return trySend(array, last = true) ?: error("the last try tells why it failed")
    }

    /** Returns null if another try may go better. */
    private fun trySend(array: WrittenArray, last: Boolean = false): Submission? {
        val backend = array.backend
        val result = calls.submit(backend, array.script, array.request)
        val ids = backend.parseSubmitted(result.output)
        val taken = ids.ifEmpty { lookedUp(array, result) }
        if (taken.isNotEmpty()) return confirmed(array, taken, result)
        val why = if (result.success) "${result.describe()}\nwhich names no worker" else result.describe()
        submissions.fail(array.tag, why)
        val passing = result.exitCode == null || backend.passing(result.output + result.errors)
        if (passing && !last) return null
        throw SchedulerError("the scheduler ${backend.name} did not take the submission ${array.tag}: $why")
    }

    private fun lookedUp(array: WrittenArray, result: CommandResult): List<String> =
        try {
            standby.sought(array.backend, array.tag).orEmpty()
        } catch (failure: SchedulerError) {
            submissions.unanswered(array.tag, result.describe())
            val backend = array.backend.name
            throw SchedulerError(
                "nobody knows whether the scheduler $backend took the submission ${array.tag}: ${result.describe()}\n" +
                    "${failure.message}\nthe next dispatch looks for it before it sends anything",
                failure,
            )
        }

    private fun confirmed(array: WrittenArray, ids: List<String>, result: CommandResult): Submission {
        if (!submissions.confirm(array.tag, ids)) {
            calls.cancel(array.backend, ids)
            throw SchedulerError(
                "the submission ${array.tag} was given up by another dispatch while this one waited for the scheduler " +
                    "${array.backend.name}; it is cancelled again"
            )
        }
        val warning = result.errors.trim().takeIf { it.isNotEmpty() }
        return Submission(array.tag, array.backend, ids, array.request.folder, warning)
    }

    private companion object {
        const val RETRIES = 3
        const val JITTER = 0.5
        val PAUSE = 1.seconds
    }
}

/** An array whose files are written, so that it can be handed over. */
internal class WrittenArray(
    val tag: String,
    val backend: SchedulerBackend,
    val script: java.nio.file.Path,
    val request: SubmissionRequest,
)
