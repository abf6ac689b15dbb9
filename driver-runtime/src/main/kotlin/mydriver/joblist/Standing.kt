package mydriver.joblist

/**
 * One command of the list, and what is known of it.
 *
 * @property attempt how often it was claimed so far
 * @property claim of the last attempt
 * @property end of the last attempt
 */
internal class EntryStanding(
    val entry: JobEntry,
    val occurrence: Occurrence,
    val attempt: Int,
    val claim: Claim?,
    val end: End?,
)

/**
 * Returns which occurrence of its command each entry of the list is, in the order of the list.
 *
 * Where a command stands several times, the marked entries come first: what was claimed is marked, in whatever order
 * people have put the list since.
 */
internal fun JobList.occurrences(
    keyOf: (List<String>) -> CommandKey = CommandKey::of
): List<Pair<JobEntry, Occurrence>> {
    val counts = HashMap<CommandKey, Int>()
    val keyed = entries.map { it to keyOf(it.words) }
    val numbered = HashMap<Int, Occurrence>()
    for ((entry, key) in keyed.sortedByDescending { it.first.executed }) numbered[entry.number] =
        Occurrence(key, counts.merge(key, 1, Int::plus) ?: 1)
    return keyed.map { (entry, _) -> entry to numbered.getValue(entry.number) }
}
