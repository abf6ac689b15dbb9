package mydriver.model

import java.security.MessageDigest
import java.util.HexFormat

/**
 * What a table set remembers of a param from the first time it saw it.
 *
 * @property firstKind the kind it had then; later integers and whole reals are hashed as if they were of that kind
 * @property baseline its default then
 * @property identity whether it counts for identity
 */
public data class ParamIdentity(
    val firstKind: Kind?,
    val baseline: Baseline = Baseline.None,
    val identity: Boolean = true,
)

/**
 * Returns [value] as the number it would have been when its param was of [firstKind], if that loses nothing.
 *
 * So an integer param that is later declared as a double keeps the identity of its trials.
 */
internal fun asFirstSeen(value: Any?, firstKind: Kind?): Any? =
    when {
        value is Long && firstKind == Kind.REAL -> value.toDouble().takeIf { exactLong(it) == value } ?: value
        value is Double && firstKind == Kind.INTEGER -> exactLong(value) ?: value
        else -> value
    }

/** Returns the integer that equals [value] bit for bit, or null; `-0.0` is none. */
internal fun exactLong(value: Double): Long? =
    value.toLong().takeIf { it != Long.MAX_VALUE && it.toDouble().toRawBits() == value.toRawBits() }

/**
 * Computes the identity of trials: SHA-256 over the canonical form of the job's name and the params that differ from
 * their baselines.
 *
 * The canonical form is the job's name and, in the order of their UTF-16 names, each param's name, a tag for its kind
 * and its value; texts are preceded by their length, so no two forms run together. Doubles are written by their bits
 * (see ADR 2): NaNs are one value, `-0.0` and `0.0` are two. Not thread-safe.
 *
 * ```
 * val fingerprint = Fingerprinter("digits", identities).of(Params.of("lr" to 0.1))
 * ```
 */
public class Fingerprinter(private val job: String, private val identities: Map<String, ParamIdentity>) {
    private val digest = MessageDigest.getInstance("SHA-256")
    private val text = StringBuilder(256)
    private var shape: Array<String> = emptyArray()
    private var sorted: Array<String> = emptyArray()

    /** Returns the fingerprint of [params]: 64 hexadecimal digits. */
    public fun of(params: Params): String {
        canonical(params)
        return HexFormat.of().formatHex(digest.digest(text.toString().toByteArray(Charsets.UTF_8)))
    }

    /** Returns the canonical form itself, for tests and for `show`. */
    public fun canonical(params: Params): String {
        text.setLength(0)
        appendText(job)
        val values = params.toMap()
        for (name in sortedNames(values.keys)) {
            val identity = identities[name] ?: UNKNOWN
            if (!identity.identity) continue
            val value = asFirstSeen(values[name], identity.firstKind)
            val baseline = identity.baseline
            if (baseline is Baseline.Value && asFirstSeen(baseline.value, identity.firstKind) == value) continue
            appendText(name)
            appendValue(value)
        }
        return text.toString()
    }

    private fun appendValue(value: Any?) {
        when (value) {
            null -> text.append('n')
            is Boolean -> text.append(if (value) "b1" else "b0")
            is String -> appendText(value)
            is Long -> text.append('i').append(value)
            is Double -> text.append('r').append(java.lang.Long.toHexString(value.toBits()))
        }
        text.append(';')
    }

    private fun appendText(value: String) {
        text.append('t').append(value.length).append(':').append(value)
    }

    /** Points of one grid have the same names in the same order: sort them once. */
    private fun sortedNames(names: Set<String>): Array<String> {
        if (names.size == shape.size && names.withIndex().all { (i, name) -> shape[i] == name }) return sorted
        shape = names.toTypedArray()
        sorted = shape.sortedArray()
        return sorted
    }

    private companion object {
        val UNKNOWN = ParamIdentity(firstKind = null)
    }
}
