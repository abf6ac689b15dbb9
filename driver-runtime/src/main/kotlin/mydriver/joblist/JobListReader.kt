package mydriver.joblist

import mydriver.model.ConfigurationError
import mydriver.model.shellQuoted

/**
 * Reads a job list, and remembers where in the text its commands are.
 *
 * A word is a text; a number, `true` or `false` is taken as it is written. A comma behind the last command or word is
 * forgiven, since people leave it there. All commands with a fault are told at once.
 *
 * @param name what errors call the file
 */
internal class JobListReader(private val text: String, private val name: String) {
    private val entries = ArrayList<JobEntry>()
    private val surplus = ArrayList<Int>()
    private val faults = ArrayList<String>()
    private val scan = JsonScan(text, name)

    /**
     * Returns the list.
     *
     * @throws ConfigurationError if the text is no JSON, or no list of lists of words
     */
    fun read(): JobList {
        scan.expect('[', "a job list is a JSON list of commands, such as [[\"python\", \"main.py\"]]")
        elements { command() }
        scan.end()
        if (faults.isNotEmpty()) throw ConfigurationError(faults.joinToString("\n"))
        return JobList(text, entries, surplus)
    }

    private fun command() {
        scan.peek()
        val start = scan.at
        scan.expect('[', "a command is a list of words, such as [\"python\", \"main.py\"]")
        var at = 0
        val words = ArrayList<String>()
        elements {
            scan.peek()
            if (words.isEmpty()) at = scan.at
            words += scan.word()
        }
        val executed = words.firstOrNull() == JobList.MARK
        val command = if (executed) words.drop(1) else words
        val fault = faultOf(command)
        if (fault != null) faults += "$name:${scan.place(start)}: command ${entries.size + 1} $fault"
        entries += JobEntry(entries.size + 1, command, executed, at)
    }

    private fun faultOf(words: List<String>): String? {
        if (words.isEmpty() || words[0].isEmpty()) return "names no program"
        return try {
            words.forEach(::shellQuoted)
            null
        } catch (refused: IllegalArgumentException) {
            "cannot be run: ${refused.message}"
        }
    }

    /** Reads what is behind an opening bracket, up to and with the closing one. */
    private fun elements(element: () -> Unit) {
        if (scan.take(']')) return
        while (true) {
            element()
            val comma = scan.comma()
            if (scan.take(']')) {
                if (comma >= 0) surplus += comma
                return
            }
            if (comma < 0) scan.broken("a comma or ] is missing")
        }
    }
}
