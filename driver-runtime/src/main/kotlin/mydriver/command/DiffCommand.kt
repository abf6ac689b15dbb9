package mydriver.command

import com.github.ajalt.clikt.core.Context
import com.github.ajalt.clikt.parameters.arguments.argument
import com.github.ajalt.clikt.parameters.arguments.help
import mydriver.model.UsageError
import mydriver.report.Listing
import mydriver.store.TableSet
import mydriver.store.query.ListRequest
import mydriver.store.query.Namespace

/** Shows in what two trials differ. */
internal class DiffCommand(session: Session) : ExperimentCommand(session) {
    private val one by argument("ID").help("A trial's id, or last.")
    private val other by argument("ID").help("Another one's.")

    override fun help(context: Context): String =
        "Shows in what two trials differ: params, metrics, state, and what their last attempts ran: script, commit, host, " +
            "versions. What is equal is left out; change is the second number less the first."

    override fun run() {
        val tableSet = openForReading()
        val ids = listOf(oneTrial(tableSet, one, "diff"), oneTrial(tableSet, other, "diff"))
        if (ids[0] == ids[1]) throw UsageError("diff compares two trials, and both ids are ${ids[0]}")
        val (left, right) = ids.map { facts(tableSet, it) }
        val rows = (left.keys + right.keys).distinct().filter { left[it] != right[it] }
        val titles = if (forPeople) ids.map { "trial $it" } else listOf("left", "right")
        val cells = rows.map { listOf(it, left[it], right[it], if (it == SEED) null else change(left[it], right[it])) }
        if (forPeople && rows.isEmpty()) console.line("trials ${ids[0]} and ${ids[1]} differ in nothing")
        else print(Listing(listOf("name") + titles + "change", cells.iterator()))
        refreshView()
    }

    private fun facts(tableSet: TableSet, id: Long): Map<String, Any?> {
        val data = tableSet.queries.columns().filter { it.namespace != Namespace.SYSTEM }.map { it.qualified }
        val request = ListRequest(ids = listOf(id..id), columns = data + OWN)
        val values =
            tableSet.queries.list(request).use { rows ->
                if (!rows.hasNext()) throw noTrial(tableSet, id)
                rows.columns.map { it.label }.zip(rows.next())
            }
        return values.toMap() + attempt(tableSet, id)
    }

    private fun attempt(tableSet: TableSet, id: Long): Map<String, Any?> {
        val last = tableSet.queries.attempts(id).lastOrNull() ?: return emptyMap()
        return mapOf(
            "attempt.host" to last.host,
            "attempt.scheduler" to last.scheduler,
            "attempt.devices" to last.devices,
            "attempt.bundle" to last.bundle,
            "attempt.commit" to last.gitCommit,
            "attempt.dirty" to last.gitDirty,
            "attempt.diff" to last.gitDiff,
            "attempt.versions" to last.versions,
            "attempt.cause" to last.cause,
            "attempt.exit code" to last.exitCode,
        )
    }

    private fun change(one: Any?, other: Any?): Number? =
        when {
            one is Long && other is Long -> other - one
            one is Number && other is Number -> other.toDouble() - one.toDouble()
            else -> null
        }

    private companion object {
        /** A number that no other is more than. */
        const val SEED = "seed"

        /** Times and ids always differ, and tell nothing. */
        val OWN =
            listOf("status", "replicate", "attempts", "failures", "seed", "cpus", "memory", "gpus", "error").map {
                "trial.$it"
            }
    }
}
