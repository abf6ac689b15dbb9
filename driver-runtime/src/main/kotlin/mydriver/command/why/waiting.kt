package mydriver.command.why

import mydriver.command.WorkerState
import mydriver.command.short
import mydriver.command.spoken
import mydriver.command.trials
import mydriver.model.Memory
import mydriver.model.Resources
import mydriver.report.humanText

/** Says what a queued trial waits for: everything that stands in its way, what is hardest first. */
internal fun queued(of: Circumstances): List<String> {
    val reasons = listOfNotNull(noWorker(of), tooLarge(of), notYet(of), behind(of))
    val first = reasons.firstOrNull() ?: "for the next worker that is free: it is the first in the queue"
    return buildList {
        add("trial ${of.state.id} waits $first.")
        for (more in reasons.drop(1)) add("it also waits $more.")
        of.last
            ?.takeIf { it.outcome != null }
            ?.let { add("attempt ${it.number}, its last, ended ${ending(it)}${error(of)}.") }
        if (of.alive.isEmpty()) add("to start a worker: ${of.program} worker --drain")
    }
}

private fun error(of: Circumstances): String {
    val error = of.last?.error?.lineSequence()?.first().orEmpty().trim()
    val left =
        if (of.state.failures > 0) "; failures so far: ${of.state.failures}, more retries: ${of.retriesLeft}" else ""
    return (if (error.isEmpty()) "" else ": $error") + left
}

private fun noWorker(of: Circumstances): String? {
    if (of.alive.isNotEmpty()) return null
    val dead = of.workers.count { it.state == WorkerState.DEAD || it.state == WorkerState.SILENT }
    return "for a worker, and none is alive" + if (dead > 0) " ($dead died or fell silent; see check)" else ""
}

private fun tooLarge(of: Circumstances): String? {
    val offers = of.alive.map { it.record.row.offer ?: return null }
    val needs = of.state.needs
    if (offers.isEmpty() || offers.any { fits(needs, it) }) return null
    val parts = buildList {
        val cpus = offers.maxOf { it.cpus }
        if (needs.cpus > cpus) add("${needs.cpus} cpus (the live workers offer at most $cpus)")
        val memory = offers.maxOf { it.memory?.bytes ?: Long.MAX_VALUE }
        val wanted = needs.memory
        if (wanted != null && wanted.bytes > memory) add("$wanted of memory (they offer at most ${Memory(memory)})")
        val gpus = offers.maxOf { it.gpus }
        if (needs.gpus > gpus) add("${needs.gpus} gpus (they offer at most $gpus)")
    }
    return "for a worker that has " + parts.joinToString(" and ").ifEmpty { "all that it needs, together" }
}

private fun fits(needs: Resources, offer: Resources): Boolean {
    val memory = needs.memory
    val room = offer.memory
    val enough = memory == null || room == null || memory <= room
    return enough && needs.cpus <= offer.cpus && needs.gpus <= offer.gpus
}

private fun notYet(of: Circumstances): String? {
    val wait = -of.ago(of.state.notBefore)
    if (!of.state.notBefore.isAfter(of.now)) return null
    return "until ${humanText(of.state.notBefore)}, ${spoken(maxOf(1, wait))} from now, as retries in the script say"
}

private fun behind(of: Circumstances): String? {
    val ahead = of.ahead
    if (ahead.all == 0L) return null
    val are = if (ahead.all == 1L) "is" else "are"
    val higher = if (ahead.higher > 0) ", ${ahead.higher} of them with a higher priority" else ""
    return "for its turn: ${trials(ahead.all)} $are claimed first$higher"
}

/** Says where a trial runs, and whether anything is still heard from there. */
internal fun running(of: Circumstances): List<String> = buildList {
    val state = of.state
    val holder = of.holder
    val worker = holder?.record?.row
    val place = worker?.let { " on ${it.process.host}, worker ${short(it.id)} (pid ${it.process.pid})" }.orEmpty()
    val since =
        state.started?.let { " since ${humanText(it)}, ${spoken(maxOf(0, of.ago(it)))}" }
            ?: "; its job is about to begin"
    add("trial ${state.id} runs$place$since: attempt ${state.attempts}.")
    val until = state.leaseUntil
    when {
        holder?.state == WorkerState.DEAD ->
            add("its worker's process is gone: an idle worker queues it again, or ${of.program} check --fix does.")
        until != null && until.isBefore(of.now) ->
            add(
                "its lease ran out ${spoken(of.ago(until))} ago and was not renewed: an idle worker queues it again, or " +
                    "${of.program} requeue --force ${state.id} does."
            )
        until != null ->
            add("its lease is renewed as long as the worker lives; now it lasts until ${humanText(until)}.")
    }
}
