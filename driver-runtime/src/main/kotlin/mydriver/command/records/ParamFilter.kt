package mydriver.command.records

import mydriver.command.NamedValue
import mydriver.model.UsageError
import mydriver.store.reload.KeptTrial

/** Which trials are meant by words such as `lr=0.1`: numbers are compared as numbers, whatever way they are written. */
internal class ParamFilter private constructor(private val wanted: Map<String, List<String>>) {
    /** Returns whether [trial] has these params. */
    fun matches(trial: KeptTrial): Boolean = wanted.all { (name, values) ->
        name in trial.params && values.any { same(trial.params[name], it) }
    }

    private fun same(value: Any?, typed: String): Boolean {
        if ("$value" == typed) return true
        val number = typed.toDoubleOrNull() ?: return false
        return when (value) {
            is Long -> value.toDouble() == number && typed.toLongOrNull().let { it == null || it == value }
            is Double -> value == number
            else -> false
        }
    }

    companion object {
        /**
         * Returns the filter that [words] describe, each `name=value` or `name=value,value`; a comma in a value is
         * written `\,`.
         *
         * @throws UsageError naming every word that is something else
         */
        fun parse(words: List<String>): ParamFilter {
            val faults = ArrayList<String>()
            val wanted = LinkedHashMap<String, List<String>>()
            for (word in words) {
                val named = NamedValue.of(word)
                if (named == null) faults += "\"$word\" is no NAME=VALUE, such as lr=0.1"
                else if (named.name in wanted)
                    faults += "${named.name} is given twice; write ${named.name}=a,b for either"
                else wanted[named.name] = values(named.value)
            }
            if (faults.isNotEmpty()) throw UsageError("find: " + faults.joinToString("\n"))
            return ParamFilter(wanted)
        }

        private fun values(text: String) = text.split(SEPARATOR).map { it.replace("\\,", ",") }

        private val SEPARATOR = Regex("(?<!\\\\),")
    }
}
