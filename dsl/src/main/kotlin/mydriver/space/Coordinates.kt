package mydriver.space

import mydriver.model.ConfigurationError

/**
 * Says which coordinate of a sequence each axis takes: a name among [axes] its place there, another one a coordinate
 * that a hash of the name chooses. So it depends on no order of calls, and a new axis moves no other.
 *
 * The first coordinates are spread best together, which is why the params of the experiment are [axes].
 */
internal class Coordinates(private val word: String, private val axes: List<String>) {
    private val places = HashMap<String, Int>()
    private val owners = HashMap<Int, String>()

    init {
        val twice = axes.groupingBy { it }.eachCount().filterValues { it > 1 }.keys
        requireAxis(twice.isEmpty()) { "$word: axes names ${twice.joinToString()} twice; name each axis once" }
        axes.take(FIRST_HASHED).forEachIndexed { place, name -> places[name] = place }
    }

    /** Returns whether the axis [name] has a place of its own rather than one by a hash. */
    fun names(name: String): Boolean = axes.indexOf(name) in 0 until FIRST_HASHED

    /** Returns the coordinate of the axis [name], from 0. */
    operator fun get(name: String): Int = places.getOrPut(name) { hashed(name) }

    private fun hashed(name: String): Int {
        val hash = Stream(0, name).bits(0)
        val place = FIRST_HASHED + java.lang.Long.remainderUnsigned(hash, (COUNT - FIRST_HASHED).toLong()).toInt()
        owners.put(place, name)?.let { other ->
            throw ConfigurationError(
                "$word: the axes \"$other\" and \"$name\" fall on the same coordinate; rename one, or name the axes in " +
                    "order: $word(n, seed, axes = listOf(\"$other\", \"$name\"))"
            )
        }
        return place
    }

    companion object {
        /** How many coordinates there are: as many as there are published direction numbers. */
        const val COUNT = 21_201

        private const val FIRST_HASHED = 1_000
    }
}
