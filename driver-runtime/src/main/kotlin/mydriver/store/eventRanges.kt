package mydriver.store

/** Returns [events] with those joined that are about trials whose ids follow one another and say the same. */
internal fun joined(events: List<Event>): List<Event> {
    if (events.size < 2) return events
    val joined = ArrayList<Event>()
    for (event in events.sortedBy { it.trials?.first ?: 0 }) {
        val last = joined.lastOrNull()
        val trials = event.trials
        val before = last?.trials
        val follows = trials != null && before != null && trials.first == before.last + 1
        if (follows && last.copy(trials = trials) == event)
            joined[joined.lastIndex] = event.copy(trials = before.first..trials.last)
        else joined += event
    }
    return joined
}
