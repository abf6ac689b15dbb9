package mydriver.command

import com.github.ajalt.clikt.parameters.options.flag
import com.github.ajalt.clikt.parameters.options.option
import mydriver.model.Status
import mydriver.model.UsageError
import mydriver.report.Listing
import mydriver.store.Change
import mydriver.store.Changed
import mydriver.store.Changes
import mydriver.store.TableSet
import mydriver.store.query.ListRequest

/** A command that does one [change] to the trials it is told, in one transaction, and says what it did. */
internal abstract class ChangingCommand(session: Session, private val change: Change) : SelectingCommand(session) {
    /** The option that takes trials away from workers. */
    protected fun forceOption() =
        option("--force", help = "Also take trials away from workers that run them; what those are doing is lost.")
            .flag()

    /** Does [act] to the selected trials; [done] says what became of how many, as in "cancelled 3 trials". */
    protected fun change(done: (String) -> String, act: (Changes, ListRequest) -> Changed): Changed {
        if (!selects)
            throw UsageError(
                "${session.command}: which trials? Name ids (3, 1-10, last), --status S, --where E, or --all"
            )
        val reading = openForReading()
        val selection = selected(reading)
        missing(reading, selection)
        val counts = reading.queries.counts(selection)
        console.note(sentence(counts))
        val changed = if (counts.values.all { it == 0L }) NOTHING else act(openForWriting().changes, selection)
        if (forPeople) console.line(done(trials(changed.count))) else print(Listing.of(numbers(changed)))
        refusals(changed)
        return changed
    }

    /** A single id is meant as it is typed; of a range, what there is. */
    private fun missing(tableSet: TableSet, selection: ListRequest) {
        val single = selection.ids.orEmpty().filter { it.first == it.last }
        if (single.isEmpty()) return
        val gone = single.filter { tableSet.queries.count(ListRequest(ids = listOf(it))) == 0L }
        if (gone.isNotEmpty())
            throw UsageError(
                "there is no trial ${told(gone.map { it.first..it.first })} in the table set ${tableSet.name}; list shows those there are"
            )
    }

    private fun sentence(counts: Map<Status, Long>): String {
        val found = counts.filterValues { it > 0 }
        val parts = found.map { (status, count) -> "$count $status" }
        return trials(found.values.sum()) + if (parts.isEmpty()) "" else ": " + parts.joinToString()
    }

    private fun refusals(changed: Changed) {
        if (changed.refusals == 0L) return
        exitCode = ExitCode.FAILED
        val allowed = change.from.map { it.name }
        val list = if (allowed.size == 1) allowed[0] else allowed.dropLast(1).joinToString() + " or " + allowed.last()
        val verb = if (changed.refusals == 1L) "stays as it is" else "stay as they are"
        console.note("mydriver: ${trials(changed.refusals)} $verb; ${session.command} is for those that are $list")
        for ((why, ids) in changed.refused) {
            val hint = if (why.claimed && change in FORCED) ", which a worker has; --force takes it away" else ""
            console.note("  ${why.status}: ${told(ids)}$hint")
        }
    }

    private fun numbers(changed: Changed): Map<String, Any?> =
        mapOf(
            "changed" to changed.count,
            "refused" to changed.refusals,
            "refused_trials" to changed.refused.entries.groupBy({ "${it.key.status}" }, { told(it.value) }),
        )

    private companion object {
        val NOTHING = Changed(emptyList(), emptyMap())
        val FORCED = setOf(Change.CANCEL, Change.REQUEUE, Change.HOLD, Change.VOID)
    }
}

/** Returns `1 trial` or `12 trials`. */
internal fun trials(count: Long): String = if (count == 1L) "1 trial" else "$count trials"

/** Returns ids as people type them, not all of them when there are many. */
internal fun told(ids: List<LongRange>): String {
    val shown =
        ids.take(MOST_RANGES).joinToString { if (it.first == it.last) "${it.first}" else "${it.first}-${it.last}" }
    return if (ids.size <= MOST_RANGES) shown else "$shown, … (${ids.sumOf { it.last - it.first + 1 }} in all)"
}

private const val MOST_RANGES = 20
