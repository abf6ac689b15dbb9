package mydriver.space

/**
 * Sobol's sequence with the direction numbers of S. Joe and F. Y. Kuo, "Constructing Sobol sequences with better
 * two-dimensional projections", 2008, in the order of Gray codes, as in their program. Without a seed these are the
 * published points; with one they are scrambled, each axis for itself.
 */
internal class SobolDesign(seed: Long?, axes: List<String>) : Design {
    private val coordinates = Coordinates("sobol", axes)
    private val scrambles = seed?.let(::Streams)
    private val directions = HashMap<String, LongArray>()
    override val word: String = "sobol"

    override fun position(name: String, index: Int): Double {
        val bits = sobolBits(directions.getOrPut(name) { directionNumbers(coordinates[name]) }, index)
        val scramble = scrambles?.get(name) ?: return bits / CELLS
        return (scrambled(bits, scramble) + 0.5) / CELLS
    }
}

/** Returns the point [index] along the axis that [directions] make, as an integer of [BITS] bits. */
internal fun sobolBits(directions: LongArray, index: Int): Long {
    var gray = index xor (index ushr 1)
    var bits = 0L
    while (gray != 0) {
        bits = bits xor directions[Integer.numberOfTrailingZeros(gray)]
        gray = gray and (gray - 1)
    }
    return bits
}

/** Returns a direction number for each bit of an index, for the coordinate [place] from 0. */
internal fun directionNumbers(place: Int): LongArray {
    if (place == 0) return LongArray(Int.SIZE_BITS - 1) { 1L shl (BITS - 1 - it) }
    val (degree, coefficients, first) = publishedNumbers(place + 1)
    val numbers = LongArray(Int.SIZE_BITS - 1)
    for (i in numbers.indices) {
        if (i < degree) {
            numbers[i] = first[i] shl (BITS - 1 - i)
            continue
        }
        numbers[i] = numbers[i - degree] xor (numbers[i - degree] ushr degree)
        for (k in 1 until degree) if (coefficients ushr (degree - 1 - k) and 1 == 1)
            numbers[i] = numbers[i] xor numbers[i - k]
    }
    return numbers
}

/** A line of the published table. */
private data class PublishedNumbers(val degree: Int, val coefficients: Int, val first: List<Long>)

private fun publishedNumbers(dimension: Int): PublishedNumbers {
    val table = checkNotNull(Stream::class.java.getResourceAsStream(TABLE)) { "$TABLE is missing in the class path" }
    // Its first line holds headings, its second one the dimension 2.
    val words = table.bufferedReader().useLines { lines -> lines.elementAt(dimension - 1).trim().split(BLANKS) }
    check(words.first().toInt() == dimension) { "$TABLE holds ${words.first()} where it should hold $dimension" }
    return PublishedNumbers(words[1].toInt(), words[2].toInt(), words.drop(3).map(String::toLong))
}

/**
 * Returns [bits] with each bit turned or not by a random choice that depends on all bits above it: nested uniform
 * scrambling, A. B. Owen, "Randomly permuted (t,m,s)-nets and (t,s)-sequences", 1995. It keeps how well points are
 * spread, and makes each of them uniform.
 */
private fun scrambled(bits: Long, scramble: Stream): Long {
    var result = 0L
    for (level in 0 until BITS) {
        val below = BITS - 1 - level
        // The bits above, after a 1 that tells levels apart.
        val node = (bits ushr (below + 1)) or (1L shl level)
        result = (result shl 1) or ((bits ushr below and 1L) xor (scramble.bits(node) ushr (Long.SIZE_BITS - 1)))
    }
    return result
}

/** The table of Joe and Kuo as Hipparchus carries it. */
private const val TABLE = "/assets/org/hipparchus/random/new-joe-kuo-6.21201"

private val BLANKS = Regex("\\s+")

/** How many bits a position has. */
private const val BITS = 52

/** 2^52. */
private const val CELLS = 4_503_599_627_370_496.0
