package mydriver.command

import mydriver.command.points.ParamTexts
import mydriver.command.points.PointRow
import mydriver.command.points.namedValue
import mydriver.model.ParamCodec
import mydriver.model.Params
import mydriver.model.UsageError

/**
 * The params of one point that somebody typed as `lr=0.1` or wrote into a file; [ParamTexts] tells how they are read.
 */
internal class TypedParams(codec: ParamCodec<*>) {
    private val texts = ParamTexts(codec)
    private val faults = ArrayList<String>()
    private val values = LinkedHashMap<String, Any?>()

    /** Adds what a file says. */
    fun addFile(row: PointRow) {
        values += row.values(texts, faults)
    }

    /** Adds `name=value` words; they win over what was added before. */
    fun addWords(words: List<String>) {
        val seen = HashSet<String>()
        for (word in words) {
            val named = namedValue(word, texts, seen, faults) ?: continue
            values[named.name] = texts.value(named.name, named.value, faults)
        }
    }

    /** Returns the params, or throws a [UsageError] that names every fault. */
    fun params(): Params {
        if (faults.isNotEmpty()) throw UsageError(faults.joinToString("\n"))
        return Params.of(values)
    }
}
