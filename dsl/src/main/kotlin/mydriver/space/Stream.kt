package mydriver.space

import java.nio.ByteBuffer
import java.security.MessageDigest
import kotlin.random.Random

/**
 * The random numbers of one axis. Number [bits] of an index is a function of seed, name and index alone, so points can
 * be drawn in any order, and more of them later.
 *
 * It is SplitMix64 (Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014), entered anywhere,
 * with a start that SHA-256 makes of seed and name. Only integer arithmetic: the same bits on every machine.
 */
internal class Stream(seed: Long, name: String) {
    private val start: Long

    init {
        val text = name.encodeToByteArray()
        val key = ByteBuffer.allocate(Long.SIZE_BYTES + text.size).putLong(seed).put(text).array()
        start = ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(key)).getLong()
    }

    /** Returns 64 random bits. */
    fun bits(index: Long): Long = mixed(start + (index + 1) * GAMMA)

    /** Returns a uniform number, more than 0 and less than 1. */
    fun unit(index: Int): Double = unitOf(bits(index.toLong()))

    /** Returns a generator of its own for the point [index]. */
    fun generator(index: Int): Random = SplitMix(bits(index.toLong()))
}

/** Streams of axes by name. */
internal class Streams(private val seed: Long) {
    private val streams = HashMap<String, Stream>()

    operator fun get(name: String): Stream = streams.getOrPut(name) { Stream(seed, name) }
}

/** What own draws get: Kotlin's algorithms over SplitMix64, so that no version of Java matters. */
private class SplitMix(private var state: Long) : Random() {
    override fun nextLong(): Long {
        state += GAMMA
        return mixed(state)
    }

    override fun nextInt(): Int = (nextLong() ushr Int.SIZE_BITS).toInt()

    override fun nextBits(bitCount: Int): Int = if (bitCount == 0) 0 else nextInt() ushr (Int.SIZE_BITS - bitCount)
}

/** Returns [bits] as a number more than 0 and less than 1, one of 2^52 in the middles of equal parts. */
internal fun unitOf(bits: Long): Double = ((bits ushr 12) + 0.5) / CELLS

/** Mixes 64 bits: the variant 13 of D. Stafford, "Better bit mixing", 2011, as in SplitMix64. */
internal fun mixed(bits: Long): Long {
    var z = bits
    z = (z xor (z ushr 30)) * -0x40a7b892e31b1a47L
    z = (z xor (z ushr 27)) * -0x6b2fb644ecceee15L
    return z xor (z ushr 31)
}

/** 2^64 divided by the golden ratio, made odd. */
private const val GAMMA = -0x61c8864680b583ebL

/** 2^52. */
private const val CELLS = 4_503_599_627_370_496.0
