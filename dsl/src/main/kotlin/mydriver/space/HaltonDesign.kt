package mydriver.space

/**
 * Halton's sequence: along each axis the digits of the index, to a prime base of the axis' own, mirrored at the point.
 * With a seed each digit d becomes (a d + c) modulo the base, with random a and c for each axis and digit (J. Matoušek,
 * "On the L2-discrepancy for anchored boxes", 1998), which also mends the lines that large bases make.
 */
internal class HaltonDesign(seed: Long?, axes: List<String>) : Design {
    private val coordinates = Coordinates("halton", axes)
    private val scrambles = seed?.let(::Streams)
    private val bases = HashMap<String, Long>()
    override val word: String = "halton"

    override fun position(name: String, index: Int): Double {
        val base = bases.getOrPut(name) { base(name) }
        val scramble = scrambles?.get(name) ?: return mirrored(index, base)
        return scrambled(index, base, scramble)
    }

    private fun base(name: String): Long {
        requireAxis(scrambles != null || coordinates.names(name)) {
            "halton: \"$name\" is no param, so its base is large, and without a seed its points would stay near the lower " +
                "end; give a seed, or name the axes: halton(n, axes = listOf(\"$name\", …))"
        }
        return prime(coordinates[name]).toLong()
    }
}

/** Returns the prime number [place], from 0. */
private fun prime(place: Int): Int = generateSequence(2) { it + 1 }.filter(::isPrime).elementAt(place)

private fun isPrime(number: Int): Boolean =
    generateSequence(2) { it + 1 }.takeWhile { it * it <= number }.none { number % it == 0 }

private fun mirrored(index: Int, base: Long): Double {
    var rest = index.toLong()
    var digits = 0L
    var cells = 1L
    while (rest > 0) {
        digits = digits * base + rest % base
        cells *= base
        rest /= base
    }
    return digits.toDouble() / cells
}

private fun scrambled(index: Int, base: Long, scramble: Stream): Double {
    var rest = index.toLong()
    var digits = 0L
    var cells = 1L
    var level = 0L
    // The zeros that follow the digits of an index are digits too; as many as a double holds.
    while (cells <= MOST_CELLS / base) {
        val factor = 1 + java.lang.Long.remainderUnsigned(scramble.bits(2 * level), base - 1)
        val shift = java.lang.Long.remainderUnsigned(scramble.bits(2 * level + 1), base)
        digits = digits * base + (factor * (rest % base) + shift) % base
        cells *= base
        rest /= base
        level++
    }
    return (digits + 0.5) / cells
}

/** 2^52: half a cell more is still exact. */
private const val MOST_CELLS = 1L shl 52
