package mydriver.joblist

import java.security.MessageDigest
import java.util.HexFormat

/**
 * What a command is known by, wherever in the list it stands: a start of it that people can read, and a hash of its
 * words.
 */
@JvmInline
internal value class CommandKey(val text: String) {
    override fun toString(): String = text

    companion object {
        private const val READABLE = 60
        private const val HASH = 8
        private val OTHER = Regex("[^A-Za-z0-9.=+,_-]+")

        /** Returns the key of the command [words]. */
        fun of(words: List<String>): CommandKey {
            val digest = MessageDigest.getInstance("SHA-256")
            for (word in words) {
                val bytes = word.toByteArray()
                digest.update("${bytes.size}:".toByteArray())
                digest.update(bytes)
            }
            val hash = HexFormat.of().formatHex(digest.digest(), 0, HASH)
            val readable =
                words.joinToString("_") { it.substringAfterLast('/').replace(OTHER, "_") }.trimStart('.').take(READABLE)
            return CommandKey("$readable-$hash")
        }
    }
}

/**
 * One of the times that a command stands in the list.
 *
 * @property number which of them, from 1
 */
internal data class Occurrence(val key: CommandKey, val number: Int) {
    /** Returns its [attempt]th attempt, from 1. */
    fun attempt(attempt: Int): AttemptId = AttemptId(this, attempt)
}

/** One attempt at running a command; its files are called like it. */
internal data class AttemptId(val occurrence: Occurrence, val number: Int) {
    override fun toString(): String = "${occurrence.key}.${occurrence.number}.$number"

    companion object {
        /** Returns the attempt called [name], or null. */
        fun parse(name: String): AttemptId? {
            val last = name.lastIndexOf('.')
            val middle = name.lastIndexOf('.', last - 1)
            if (middle <= 0) return null
            val occurrence = name.substring(middle + 1, last).toIntOrNull() ?: return null
            val attempt = name.substring(last + 1).toIntOrNull() ?: return null
            return AttemptId(Occurrence(CommandKey(name.substring(0, middle)), occurrence), attempt)
        }
    }
}
