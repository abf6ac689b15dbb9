package mydriver.command

import mydriver.model.UsageError

/**
 * Ids of trials as people type them: `3`, `1-10`, `last`, and lists of these with commas.
 *
 * @property ranges what was typed in numbers
 * @property last whether the newest trial was asked for too
 */
internal data class IdRanges(val ranges: List<LongRange>, val last: Boolean) {
    companion object {
        /** Reads [words]; throws a [UsageError] that names every word that is none. */
        fun parse(words: List<String>): IdRanges? {
            if (words.isEmpty()) return null
            val faults = ArrayList<String>()
            val ranges = ArrayList<LongRange>()
            var last = false
            for (part in words.flatMap { it.split(',') }) {
                if (part == "last") last = true else range(part, faults)?.let(ranges::add)
            }
            if (faults.isNotEmpty()) throw UsageError(faults.joinToString("\n"))
            return IdRanges(ranges, last)
        }

        private fun range(text: String, faults: MutableList<String>): LongRange? {
            val match = FORM.matchEntire(text)
            val first = match?.groupValues?.get(1)?.toLongOrNull()
            val end = match?.groupValues?.get(2)?.let { if (it.isEmpty()) first else it.toLongOrNull() }
            if (first == null || end == null)
                faults += "\"${shownName(text)}\" names no trials; write ids such as 3, 1-10, last or 1-10,15,last"
            else if (end < first) faults += "\"$text\" ends before it begins; write $end-$first" else return first..end
            return null
        }

        private val FORM = Regex("(\\d{1,18})(?:-(\\d{1,18}))?")
    }
}
