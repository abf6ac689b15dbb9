package mydriver.documents

/**
 * Whether [actual] is what [expected] says, line by line, blanks at the ends of lines aside.
 *
 * In [expected] `…` stands for anything within a line, and a line that is only `…` for any number of lines.
 */
fun alike(expected: List<String>, actual: List<String>): Boolean {
    // Row i tells for which j the first i expected lines match the first j actual ones.
    var reached = BooleanArray(actual.size + 1) { it == 0 }
    for (line in expected) {
        val next = BooleanArray(actual.size + 1)
        if (line.trim() == ANYTHING) {
            var any = false
            for (j in reached.indices) {
                any = any || reached[j]
                next[j] = any
            }
        } else {
            val pattern = patternOf(line)
            for (j in actual.indices) next[j + 1] = reached[j] && pattern.matches(actual[j].trimEnd())
        }
        reached = next
    }
    return reached.last()
}

private fun patternOf(line: String): Regex =
    Regex(line.trimEnd().split(ANYTHING).joinToString(".*") { Regex.escape(it) })

private const val ANYTHING = "…"
