package mydriver.command.cooperate

import mydriver.command.Console
import mydriver.model.UsageError

/** Asks questions one by one, at a terminal or of a file with answers, and asks again after a wrong answer. */
internal class Interview(private val console: Console) {
    /**
     * Asks [question] until [read] makes something of the answer.
     *
     * @param usual what no answer stands for, or null if there must be one
     * @param read returns what the answer means, or throws [WrongAnswer]
     * @throws UsageError if the answers end
     */
    fun <T> ask(question: String, usual: String? = null, read: (String) -> T): T {
        while (true) {
            val hint = if (usual.isNullOrEmpty()) "" else " [$usual]"
            console.ask("$question$hint: ")
            val line = console.readLine() ?: throw ended(question)
            // What a person types is on the screen already.
            if (!console.terminals.input) console.note(line)
            try {
                return read(line.trim().ifEmpty { usual ?: throw WrongAnswer("an answer is needed") })
            } catch (wrong: WrongAnswer) {
                console.note("  ${wrong.message}")
            }
        }
    }

    /** Asks for one of [choices], of which the first is usual; its first letters do. */
    fun choose(question: String, choices: List<String>): String =
        ask("$question (${choices.joinToString()})", choices[0]) { answer ->
            choices.singleOrNull { it.startsWith(answer.lowercase()) }
                ?: throw WrongAnswer("answer one of ${choices.joinToString()}")
        }

    private fun ended(question: String): UsageError {
        console.note("")
        return UsageError("the answers ended at \"$question\"; nothing was written or run")
    }
}

/** Says what is wrong with an answer. */
internal class WrongAnswer(message: String, cause: Throwable? = null) : RuntimeException(message, cause)
