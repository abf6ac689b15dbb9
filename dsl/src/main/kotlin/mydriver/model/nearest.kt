package mydriver.model

/**
 * Returns those of [names] that somebody may have meant who typed [typed], best first, three at most.
 *
 * Counts insertions, deletions, substitutions and swaps of neighbours (optimal string alignment distance, see Boytsov,
 * "Indexing methods for approximate dictionary searching", 2011); one slip per three letters is forgiven.
 */
public fun nearest(typed: String, names: List<String>): List<String> {
    if (typed.length > LONGEST) return emptyList()
    val wanted = typed.lowercase().replace('-', '_')
    return names
        .map { it to distance(wanted, it.lowercase()) }
        .filter { (name, slips) -> slips <= maxOf(1, maxOf(name.length, wanted.length) / 3) || beginning(wanted, name) }
        .sortedWith(compareBy({ it.second }, { it.first }))
        .take(MOST)
        .map { it.first }
}

private fun beginning(wanted: String, name: String) = wanted.length >= MOST && name.lowercase().startsWith(wanted)

private fun distance(a: String, b: String): Int {
    var beforeLast = IntArray(b.length + 1)
    var last = IntArray(b.length + 1) { it }
    for (i in 1..a.length) {
        val row = IntArray(b.length + 1)
        row[0] = i
        for (j in 1..b.length) {
            val cost = if (a[i - 1] == b[j - 1]) 0 else 1
            row[j] = minOf(row[j - 1] + 1, last[j] + 1, last[j - 1] + cost)
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                row[j] = minOf(row[j], beforeLast[j - 2] + 1)
        }
        beforeLast = last
        last = row
    }
    return last[b.length]
}

private const val LONGEST = 100
private const val MOST = 3
