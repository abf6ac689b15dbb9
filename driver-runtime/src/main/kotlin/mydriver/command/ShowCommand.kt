package mydriver.command

import com.github.ajalt.clikt.core.Context
import com.github.ajalt.clikt.parameters.arguments.argument
import com.github.ajalt.clikt.parameters.arguments.help
import com.github.ajalt.clikt.parameters.options.flag
import com.github.ajalt.clikt.parameters.options.option
import com.github.ajalt.clikt.parameters.types.long
import com.github.ajalt.clikt.parameters.types.restrictTo
import mydriver.model.Resources
import mydriver.model.Trial
import mydriver.model.UsageError
import mydriver.report.Listing
import mydriver.report.humanText
import mydriver.store.EventRow
import mydriver.store.TableSet
import mydriver.store.query.AttemptRow
import mydriver.store.query.TrialState

/** Shows all that is known of one trial. */
internal class ShowCommand(session: Session) : ExperimentCommand(session) {
    private val id by argument("ID").help("The trial's id, or last.")

    private val diff by
        option("--diff", help = "Print what differed from the commit when it ran, for git apply, and nothing else.")
            .flag()

    private val number by
        option("--attempt", metavar = "K", help = "With --diff: of this attempt, instead of the newest that has one.")
            .long()
            .restrictTo(min = 1)

    private val history by
        option("--history", metavar = "M", help = "Draw how this metric went; not on a terminal, print its values.")

    override fun help(context: Context): String =
        "Shows one trial: its params, metrics, attempts, files, what happened to it, what it died of, and how to run it by hand."

    override fun run() {
        val tableSet = openForReading()
        val trial = find(tableSet)
        history?.let {
            return history(HistoryPage(tableSet, trial.id, it))
        }
        val state = tableSet.standing.of(trial.id) ?: throw noTrial(tableSet, trial.id)
        val attempts = tableSet.queries.attempts(trial.id)
        val again = Reproduction(session, tableSet, trial)
        if (diff) return again.diff(attempts, number).let { console.bytes(it, it.size) }
        if (number != null) throw UsageError("--attempt goes with --diff; without it, show tells of all attempts")
        val reproduce = attempts.lastOrNull()?.let(again::command)
        val facts = facts(tableSet, trial, state) + mapOf("run by hand" to again.byHand, "reproduce" to reproduce)
        val events = tableSet.events.of(trial.id).map(::event)
        if (forPeople) return tell(trial, facts, attempts, events)
        val sections =
            mapOf(
                "params" to trial.params.toMap(),
                "metrics" to trial.metrics,
                "attempts" to attempts.map { mapOf("number" to it.number) + attempt(it) + ("error" to it.error) },
                "events" to events,
            )
        print(Listing.of(facts + sections))
    }

    private fun history(page: HistoryPage) {
        if (forPeople && console.terminals.output) page.drawn(console.width).forEach(console::line)
        else page.list(::print)
    }

    private fun tell(
        trial: Trial,
        facts: Map<String, Any?>,
        attempts: List<AttemptRow>,
        events: List<Map<String, Any?>>,
    ) {
        print(Listing.of(facts.filterValues { it != null }))
        section("params", trial.params.toMap())
        section("metrics", trial.metrics)
        for (attempt in attempts) {
            section("attempt ${attempt.number}", attempt(attempt).filterValues { it != null })
            attempt.error?.trimEnd()?.lines()?.forEach { console.line(humanText(it)) }
        }
        heading("events")
        val columns = events.first().keys.filter { name -> name != "worker" && events.any { it[name] != null } }
        print(Listing(columns, events.map { row -> columns.map { row[it] } }.iterator()))
    }

    private fun find(tableSet: TableSet): Trial {
        val wanted = oneTrial(tableSet, id, "show")
        return tableSet.queries.trial(wanted) ?: throw noTrial(tableSet, wanted)
    }

    private fun facts(tableSet: TableSet, trial: Trial, state: TrialState): Map<String, Any?> =
        mapOf(
            "id" to trial.id,
            "status" to trial.status,
            "error" to trial.error,
            "replicate" to trial.replicate,
            "priority" to trial.priority,
            "needs" to needs(state.needs),
            "failures" to state.failures.takeIf { it > 0 },
            "losses" to state.losses.takeIf { it > 0 },
            "stalls" to state.stalls.takeIf { it > 0 },
            "not before" to state.notBefore.takeIf { it > trial.created },
            "worker" to state.worker,
            "lease until" to state.leaseUntil,
            "parent" to state.parent,
            "seed" to trial.seed,
            "created" to trial.created,
            "started" to trial.started,
            "ended" to trial.ended,
            "fingerprint" to trial.fingerprint,
            "directory" to settings.runDirectory(tableSet.name, trial.id),
        )

    /** Only what is more than every trial needs. */
    private fun needs(needs: Resources): String? =
        listOfNotNull(
                if (needs.cpus > 1) "${needs.cpus} cpus" else null,
                needs.memory?.let { "$it of memory" },
                if (needs.gpus > 0) "${needs.gpus} gpus" else null,
                needs.walltime?.let { "at most $it" },
            )
            .joinToString()
            .ifEmpty { null }

    private fun attempt(row: AttemptRow): Map<String, Any?> =
        mapOf(
            "outcome" to row.outcome,
            "cause" to row.cause,
            "exit code" to row.exitCode,
            "started" to row.started,
            "ended" to row.ended,
            "host" to row.host,
            "pid" to row.pid,
            "worker" to row.worker,
            "devices" to row.devices,
            "scheduler" to row.scheduler,
            "native id" to row.nativeId,
            "directory" to row.directory,
            "bundle" to row.bundle,
            "versions" to row.versions,
            "commit" to row.gitCommit?.let { it + if (row.gitDirty == true) " (with changes)" else "" },
            "diff" to row.gitDiff,
        )

    private fun event(row: EventRow): Map<String, Any?> =
        mapOf(
            "time" to row.time,
            "event" to row.event.kind,
            "attempt" to row.event.attempt,
            "worker" to row.event.worker,
            "host" to row.event.host,
            "detail" to row.event.detail,
        )

    private fun section(title: String, content: Map<String, Any?>) {
        heading(title)
        if (content.isEmpty()) console.line("none") else print(Listing.of(content))
    }

    private fun heading(title: String) {
        console.line()
        console.line(HelpStyle.of(console).heading(title))
    }
}
