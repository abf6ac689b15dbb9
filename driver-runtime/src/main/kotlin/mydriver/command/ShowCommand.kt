package mydriver.command

import com.github.ajalt.clikt.core.Context
import com.github.ajalt.clikt.parameters.arguments.argument
import com.github.ajalt.clikt.parameters.arguments.help
import java.nio.file.Path
import mydriver.model.Trial
import mydriver.model.UsageError
import mydriver.process.shellQuoted
import mydriver.report.Listing
import mydriver.report.humanText
import mydriver.store.EventRow
import mydriver.store.TableSet
import mydriver.store.query.AttemptRow

/** Shows all that is known of one trial. */
internal class ShowCommand(session: Session) : ExperimentCommand(session) {
    private val id by argument("ID").help("The trial's id, or last.")

    override fun help(context: Context): String =
        "Shows one trial: its params, metrics, attempts, files, what happened to it, what it died of, and how to run it by hand."

    override fun run() {
        val tableSet = openForReading()
        val trial = find(tableSet)
        val facts = facts(tableSet, trial)
        val attempts = tableSet.queries.attempts(trial.id)
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
        val typed = IdRanges.parse(listOf(id)) ?: throw UsageError("show needs the id of a trial")
        val single = typed.ranges.singleOrNull()?.takeIf { it.first == it.last && !typed.last }?.first
        val wanted = if (typed.last && typed.ranges.isEmpty()) newest(tableSet) else single
        if (wanted == null && typed.last)
            throw UsageError("there is no last trial: the table set ${tableSet.name} is empty")
        if (wanted == null) throw UsageError("show takes one trial, not \"${shownName(id)}\"; use list for several")
        return tableSet.queries.trial(wanted)
            ?: throw UsageError(
                "there is no trial $wanted in the table set ${tableSet.name}; list shows those there are"
            )
    }

    private fun facts(tableSet: TableSet, trial: Trial): Map<String, Any?> =
        mapOf(
            "id" to trial.id,
            "status" to trial.status,
            "error" to trial.error,
            "replicate" to trial.replicate,
            "priority" to trial.priority,
            "seed" to trial.seed,
            "created" to trial.created,
            "started" to trial.started,
            "ended" to trial.ended,
            "fingerprint" to trial.fingerprint,
            "directory" to directory(tableSet, trial.id).toString(),
            "run by hand" to byHand(trial),
        )

    private fun directory(tableSet: TableSet, id: Long): Path =
        settings.root.value.resolve(tableSet.name).resolve(id.toString())

    private fun byHand(trial: Trial): String {
        val params =
            trial.params.toMap().map { (name, value) -> "${shellQuoted(name)}=${shellQuoted(value.toString())}" }
        return (listOf("mydriver", shellQuoted(session.script.path.toString()), "run") + params).joinToString(" ")
    }

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
            "scheduler" to row.scheduler,
            "native id" to row.nativeId,
            "directory" to row.directory,
            "bundle" to row.bundle,
            "versions" to row.versions,
            "commit" to row.gitCommit?.let { it + if (row.gitDirty == true) " (with changes)" else "" },
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
