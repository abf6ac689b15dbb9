package mydriver.command.why

/** Returns the facts behind [explanation], for programs. */
internal fun facts(of: Circumstances): Map<String, Any?> {
    val state = of.state
    val last = of.last
    val event = of.events.lastOrNull()
    return mapOf(
        "id" to state.id,
        "status" to state.status,
        "explanation" to explanation(of),
        "attempts" to state.attempts,
        "failures" to state.failures,
        "losses" to state.losses,
        "stalls" to state.stalls,
        "retries_left" to of.retriesLeft,
        "priority" to state.priority,
        "not_before" to state.notBefore.takeIf { it.isAfter(of.now) },
        "ahead" to of.ahead.all,
        "ahead_of_higher_priority" to of.ahead.higher,
        "workers_alive" to of.alive.size.toLong(),
        "needs" to mapOf("cpus" to state.needs.cpus, "memory" to state.needs.memory?.bytes, "gpus" to state.needs.gpus),
        "worker" to state.worker,
        "worker_state" to of.holder?.state?.name,
        "host" to (of.holder?.record?.row?.process?.host ?: last?.host),
        "lease_until" to state.leaseUntil,
        "started" to state.started,
        "ended" to state.ended,
        "outcome" to last?.outcome,
        "cause" to last?.cause,
        "exit_code" to last?.exitCode,
        "error" to (last?.error ?: state.error),
        "last_event" to event?.event?.kind,
        "last_event_time" to event?.time,
        "last_event_host" to event?.event?.host,
        "last_event_detail" to event?.event?.detail,
        "same_params" to of.twins.map { it.id },
        "parent" to state.parent,
    )
}
