package mydriver.space

/**
 * Along each axis [n] equal parts with one point each, paired at random (M. D. McKay, R. J. Beckman and W. J. Conover,
 * "A comparison of three methods for selecting values of input variables", 1979).
 */
internal class LatinHypercube(private val n: Int, seed: Long) : Design {
    private val streams = Streams(seed)
    private val parts = HashMap<String, IntArray>()
    override val word: String = "latinHypercube"

    override fun position(name: String, index: Int): Double {
        val stream = streams[name]
        val part = parts.getOrPut(name) { IntArray(n) { it }.apply { shuffle(stream.generator(-1)) } }
        return ((part[index] + stream.unit(index)) / n).coerceAtMost(LARGEST)
    }

    companion object {
        /** The most points of a design: 40 MB for each axis. */
        const val MOST: Int = 10_000_000
    }
}

/** The largest number less than 1. */
private val LARGEST = StrictMath.nextDown(1.0)
