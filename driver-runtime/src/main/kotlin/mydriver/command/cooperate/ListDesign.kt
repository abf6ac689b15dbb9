package mydriver.command.cooperate

import mydriver.command.jobs.shellWords
import mydriver.model.shellQuoted
import mydriver.space.linspace
import mydriver.space.logspace

/** Asks for a program, the options that vary and their values, and makes commands of them. */
internal class ListDesign(private val interview: Interview) {
    /** Returns the commands. */
    fun commands(): List<List<String>> {
        val program = interview.ask("program to run, such as python3 main.py") { program(words(it)) }
        val fixed = interview.ask("options that stay the same, such as --epochs 10 (none: just Enter)", "", ::words)
        val axes = ArrayList<Axis>()
        while (true) axes += axis(axes) ?: break
        return combined(axes).map { program + fixed + it }
    }

    private fun axis(before: List<Axis>): Axis? {
        val question = if (before.isEmpty()) "option to vary, such as --lr" else "another option to vary"
        val option = interview.ask("$question (no more: just Enter)", "") { option(it, before) } ?: return null
        val values =
            when (interview.choose("values of $option", listOf("linear", "log", "manual"))) {
                "linear" -> range(option, ::linspace, positive = false)
                "log" -> range(option, ::logspace, positive = true)
                else -> interview.ask("values of $option, separated by spaces") { given(words(it)) }
            }
        return Axis(option, values)
    }

    private fun range(
        option: String,
        sequence: (Double, Double, Int) -> List<Double>,
        positive: Boolean,
    ): List<String> {
        val from = interview.ask("$option from") { number(it, positive) }
        val to = interview.ask("$option to") { number(it, positive) }
        val count = interview.ask("how many values, both ends included") { count(it) }
        return numberTexts(sequence(from, to, count))
    }

    private fun combined(axes: List<Axis>): List<List<String>> {
        val size = factorialSize(axes)
        if (axes.isEmpty()) return listOf(emptyList())
        val ways = Combination.entries.filter { size != null || it == Combination.ZIP }.map { it.word }
        return when (if (axes.size == 1) ways[0] else interview.choose("combine the options", ways)) {
            Combination.ZIP.word -> zipped(axes)
            Combination.RANDOM.word -> {
                val count = interview.ask("how many of the $size combinations", "$size") { count(it) }
                val seed = interview.ask("seed, a whole number; the same seed draws the same", "1") { seed(it) }
                drawn(axes, count, seed)
            }
            else -> factorial(axes)
        }
    }

    private fun words(line: String): List<String> {
        val words =
            try {
                shellWords(line, literal = true)
            } catch (open: IllegalArgumentException) {
                throw WrongAnswer("a quote or a backslash is left open", open)
            }
        try {
            words.forEach(::shellQuoted)
        } catch (refused: IllegalArgumentException) {
            throw WrongAnswer(refused.message.orEmpty(), refused)
        }
        return words
    }

    private fun program(words: List<String>): List<String> =
        when {
            words.isEmpty() || words[0].isEmpty() -> throw WrongAnswer("an answer is needed")
            // A script without a word in front of it is no program by itself.
            words[0].endsWith(".py") && '/' !in words[0] -> listOf("python3") + words
            else -> words
        }

    private fun option(typed: String, before: List<Axis>): String? {
        if (typed.isEmpty()) return null
        val word = words(typed).singleOrNull() ?: throw WrongAnswer("name one option, such as --lr")
        val option = if (word.startsWith("-")) word else "--$word"
        if (before.any { it.option == option }) throw WrongAnswer("$option has its values already")
        return option
    }

    private fun given(words: List<String>) = words.ifEmpty { throw WrongAnswer("an answer is needed") }

    private fun number(typed: String, positive: Boolean): Double {
        val number = typed.toDoubleOrNull()?.takeIf { it.isFinite() } ?: throw WrongAnswer("that is no number")
        if (positive && number <= 0) throw WrongAnswer("on a logarithmic scale it must be more than 0")
        return number
    }

    private fun count(typed: String): Int =
        typed.toIntOrNull()?.takeIf { it in 1..MOST } ?: throw WrongAnswer("answer a whole number from 1 to $MOST")

    private fun seed(typed: String): Long = typed.toLongOrNull() ?: throw WrongAnswer("answer a whole number")

    private companion object {
        const val MOST = 100_000
    }
}
