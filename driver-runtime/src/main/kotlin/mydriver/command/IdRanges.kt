package mydriver.command

import mydriver.model.UsageError

/**
 * Ids of trials as people type them: `3`, `1-10`, `1-100:10`, `last`, `all`, and lists of these with commas.
 *
 * Numbers may have underscores between their digits, and ranges a step, as HyperQueue's ids do.
 *
 * @property ranges what was typed in numbers
 * @property last whether the newest trial was asked for too
 * @property all whether every trial was asked for
 */
internal data class IdRanges(val ranges: List<LongProgression>, val last: Boolean, val all: Boolean = false) {
    companion object {
        /** Reads [words]; throws a [UsageError] that names every word that is none. */
        fun parse(words: List<String>): IdRanges? {
            if (words.isEmpty()) return null
            val faults = ArrayList<String>()
            val ranges = ArrayList<LongProgression>()
            val parts = words.flatMap { it.split(',') }.map { it.trim() }
            for (part in parts) if (part != LAST && part != ALL) range(part, faults)?.let(ranges::add)
            if (faults.isNotEmpty()) throw UsageError(faults.joinToString("\n"))
            return IdRanges(ranges, LAST in parts, ALL in parts)
        }

        private fun range(text: String, faults: MutableList<String>): LongProgression? {
            val match = FORM.matchEntire(text)
            val (first, end, step) = (1..3).map { number(match?.groupValues?.get(it)) }
            val shown = shownName(text)
            when {
                first == null ->
                    faults +=
                        "\"$shown\" names no trials; write ids such as 3, 1-10, 1-100:10, last, all or 1-10,15,last"
                end == null -> return first..first
                end < first ->
                    faults += "\"$shown\" ends before it begins; write $end-$first${step?.let { ":$it" }.orEmpty()}"
                step == 0L -> faults += "\"$shown\" has a step of 0; write $first-$end for all of them"
                else -> return if (step == null || step == 1L) first..end else first..end step step
            }
            return null
        }

        private fun number(text: String?) = text?.replace("_", "")?.toLongOrNull()

        private const val LAST = "last"
        private const val ALL = "all"
        private const val NUMBER = "\\d(?:_?\\d){0,17}"
        private val FORM = Regex("($NUMBER)(?:-($NUMBER)(?::($NUMBER))?)?")
    }
}
