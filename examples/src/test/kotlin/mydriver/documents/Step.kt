package mydriver.documents

/**
 * One command of a transcript and what it is said to print.
 *
 * @property line the number of the command's first line in its page
 * @property expected may hold `…`; see [alike]
 */
class Step(val line: Int, val command: String, val expected: List<String>) {
    /** Whether [program] is one of the words of the command. */
    fun uses(program: String): Boolean = Regex("(^|[\\s|(;])" + Regex.escape(program) + "(\\s|$)") in command
}

/** Returns the steps of a `console` block: `$ ` begins a command, `> ` right below goes on with it. */
fun stepsOf(block: Block): List<Step> {
    val first = block.content.firstOrNull().orEmpty()
    require(first.startsWith(COMMAND)) {
        "line ${block.line + 1}: a transcript begins with \"$COMMAND\", not \"$first\""
    }
    val starts = block.content.indices.filter { block.content[it].startsWith(COMMAND) }
    return starts.mapIndexed { i, start ->
        val end = starts.getOrElse(i + 1) { block.content.size }
        val more = block.content.subList(start + 1, end).takeWhile { it.startsWith(MORE) }
        val command = (listOf(block.content[start].removePrefix(COMMAND)) + more.map { it.removePrefix(MORE) })
        Step(block.line + 1 + start, command.joinToString("\n"), block.content.subList(start + 1 + more.size, end))
    }
}

private const val COMMAND = "$ "
private const val MORE = "> "
