package mydriver.joblist

/**
 * A job list as it stands in a file: commands to run, each a list of words, some of them marked as executed.
 *
 * ```json
 * [["python", "main.py", "--lr", "0.1"], ["executed", "python", "main.py", "--lr", "0.2"]]
 * ```
 *
 * @property text all of the file
 * @property entries in the order of the file
 * @param surplus where commas stand that JSON does not allow
 */
internal class JobList(val text: String, val entries: List<JobEntry>, private val surplus: List<Int> = emptyList()) {
    /** Returns the text with the entries of these [numbers] marked as well, and otherwise as it was typed. */
    fun marked(numbers: Set<Int>): String {
        val marks = entries.filter { it.number in numbers && !it.executed }.associateBy { it.at }
        if (marks.isEmpty()) return text
        return buildString {
            for (i in text.indices) {
                marks[i]?.let { append('"').append(MARK).append("\",").append(space(it)) }
                if (i !in surplus) append(text[i])
            }
        }
    }

    /** What separates the first word from the bracket separates it from the mark, if that is more than nothing. */
    private fun space(entry: JobEntry): String =
        text.substring(text.lastIndexOf('[', entry.at - 1) + 1, entry.at).takeIf { '\n' in it } ?: " "

    companion object {
        /** The word in front of a command that is not to be run any more. */
        const val MARK = "executed"
    }
}

/**
 * One command of a job list.
 *
 * @property number its place in the list, from 1
 * @property words the program and its arguments
 * @property executed whether it is marked as executed
 * @property at where in the text its first word begins
 */
internal class JobEntry(val number: Int, val words: List<String>, val executed: Boolean, val at: Int)
