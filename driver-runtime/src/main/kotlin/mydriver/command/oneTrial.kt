package mydriver.command

import mydriver.model.UsageError
import mydriver.store.TableSet

/**
 * Returns the id that [typed] names, such as `3` or `last`, in [tableSet]; for [command], which takes one trial.
 *
 * @throws UsageError if it names none, several, or one that there is not
 */
internal fun oneTrial(tableSet: TableSet, typed: String, command: String): Long {
    val ids = IdRanges.parse(listOf(typed)) ?: throw UsageError("$command needs the id of a trial")
    val single = ids.ranges.singleOrNull()?.takeIf { it.first == it.last && !ids.last && !ids.all }?.first
    val newest = ids.last && ids.ranges.isEmpty() && !ids.all
    val wanted = if (newest) newest(tableSet) else single
    if (wanted == null && newest) throw UsageError("there is no last trial: the table set ${tableSet.name} is empty")
    if (wanted == null) throw UsageError("$command takes one trial, not \"${shownName(typed)}\"; use list for several")
    return wanted
}

/** Returns the error for a trial that there is not. */
internal fun noTrial(tableSet: TableSet, id: Long): UsageError =
    UsageError("there is no trial $id in the table set ${tableSet.name}; list shows those there are")
