package mydriver.command.why

import java.time.Instant
import mydriver.command.spoken
import mydriver.command.told
import mydriver.model.Cause
import mydriver.model.Status
import mydriver.report.humanText
import mydriver.store.EventRow
import mydriver.store.Outcome
import mydriver.store.query.AttemptRow

/** Returns what a person is told, the reason first, a sentence each. */
internal fun explanation(of: Circumstances): List<String> =
    when (of.state.status) {
        Status.QUEUED -> queued(of)
        Status.RUNNING -> running(of)
        Status.DONE -> done(of)
        Status.FAILED -> failed(of)
        Status.CANCELLED -> cancelled(of)
        Status.HELD -> held(of)
        Status.VOID -> void(of)
    } + past(of)

private fun done(of: Circumstances): List<String> {
    val last = of.last
    val took = last?.started?.let { begin -> last.ended?.let { ", after ${spoken(seconds(begin, it))}" } }.orEmpty()
    val where = last?.let { ": attempt ${it.number} on ${it.host} ended ${humanText(it.ended)}$took" }.orEmpty()
    return listOf("trial ${of.state.id} is done$where.")
}

private fun failed(of: Circumstances): List<String> = buildList {
    val last = of.last
    val what = last?.let { " of ${reason(it)}" } ?: of.state.error?.let { ": $it" }.orEmpty()
    val where = last?.let { "; attempt ${it.number} ended ${humanText(it.ended)} on ${it.host}" }.orEmpty()
    add("trial ${of.state.id} failed$what$where.")
    of.state.error?.takeIf { it != last?.error?.lineSequence()?.first() && last != null }?.let { add("$it.") }
    add(retries(of))
    if (last != null) add("to see what it printed: ${of.program} logs ${of.state.id} --stderr")
    add("to run it again: ${of.program} requeue ${of.state.id}")
}

private fun retries(of: Circumstances): String {
    val failures = of.state.failures
    val times = if (failures == 1L) "once" else "$failures times"
    val rule = of.cause?.let { of.retries.rules[it]?.max }
    return when {
        of.cause == Cause.DO_NOT_RETRY -> "the job itself said that running it again is no use."
        of.last?.outcome == Outcome.INCOMPLETE.name -> "retries are for failures, and returning Incomplete is none."
        of.cause == Cause.LOST -> "it is not run again by itself: its worker was lost ${of.state.losses} times."
        rule != null ->
            "it failed $times; retries { on(${word(of.cause)}) { max = $rule } } in the script allows no more."
        of.retries.max == 0 ->
            "it failed $times; without retries { max = … } in the script it is not run again by itself."
        else -> "it failed $times; retries { max = ${of.retries.max} } in the script allows no more."
    }
}

/** As scripts spell it. */
private fun word(cause: Cause?): String =
    cause?.name.orEmpty().split('_').joinToString("") { it.lowercase().replaceFirstChar(Char::uppercase) }

private fun cancelled(of: Circumstances): List<String> = buildList {
    add("trial ${of.state.id} was cancelled${whenAndWhere(of.event("CANCELLED"))}.")
    val last = of.last
    val holder = of.holder
    when {
        of.state.worker != null ->
            add(
                "its job still runs${holder?.let { " on " + it.record.row.process.host }.orEmpty()}, and is asked to stop when " +
                    "its worker next renews the lease; cancel --force ${of.state.id} does not wait for it."
            )
        last?.outcome != null ->
            add("attempt ${last.number}, its last, ended ${ending(last)} ${humanText(last.ended)}.")
    }
    add("to run it after all: ${of.program} requeue ${of.state.id}")
}

private fun held(of: Circumstances): List<String> {
    val event = of.event("HELD")
    val since = event?.let { " since ${humanText(it.time)}" }.orEmpty()
    val reason = event?.event?.takeIf { it.worker != null }?.detail
    val why =
        if (reason != null) ", set aside by a worker: ${reason.trim().replace("\n", "; ")}"
        else ", by hand" + event?.event?.host?.let { " on $it" }.orEmpty()
    return listOf(
        "trial ${of.state.id} is held$since$why.",
        "to give it back to workers: ${of.program} release ${of.state.id}",
    )
}

private fun void(of: Circumstances): List<String> = buildList {
    add(
        "trial ${of.state.id} was set aside${whenAndWhere(of.event("VOIDED"))}; it is a duplicate of nothing, and nothing runs it again."
    )
    val heir = of.twins.firstOrNull { it.status != Status.VOID && it.replicate == of.state.replicate }
    if (heir != null) add("in its place there is trial ${heir.id}, which is ${heir.status}.")
}

private fun whenAndWhere(event: EventRow?): String =
    event?.let { " ${humanText(it.time)}" + it.event.host?.let { host -> " on $host" }.orEmpty() }.orEmpty()

/** What is worth knowing whatever the state is. */
private fun past(of: Circumstances): List<String> = buildList {
    val state = of.state
    if (state.losses > 0 && state.status != Status.FAILED)
        add("${lost(state.losses)} since it was last queued by hand.")
    state.parent?.let { add("it is a copy of trial $it.") }
    val twins = of.twins.filter { it.status != Status.VOID }
    if (twins.isNotEmpty() && state.status != Status.VOID) {
        val ids = told(twins.map { it.id..it.id })
        val what = if (twins.size == 1) "trial $ids has" else "trials $ids have"
        add("$what the same params; it is replicate ${state.replicate} of this point.")
    }
}

private fun lost(times: Long) = if (times == 1L) "its worker was lost once" else "its worker was lost $times times"

/** Returns how an attempt ended, such as `FAILED EXIT 3`. */
internal fun ending(attempt: AttemptRow): String =
    listOfNotNull(attempt.outcome, attempt.cause.takeIf { it != attempt.outcome }, attempt.exitCode?.toString())
        .joinToString(" ")

/** Returns what an attempt failed of, such as `EXIT 3: …`, with the first line of the error. */
internal fun reason(attempt: AttemptRow): String {
    val error = attempt.error?.lineSequence()?.first()?.trim()?.ifEmpty { null }
    val cause = listOfNotNull(attempt.cause ?: attempt.outcome, attempt.exitCode?.toString()).joinToString(" ")
    return if (error == null) cause else "$cause: $error"
}

internal fun seconds(from: Instant, to: Instant): Long = java.time.Duration.between(from, to).seconds
