package mydriver.report.figure

import java.security.MessageDigest

/**
 * Returns a name for files out of [text], which may hold anything. Lower-case ASCII letters, digits, `-` and `_` stay;
 * a text of more than these keeps what it can and gets a hash, so that names stay apart on every file system, also on
 * one that takes `Loss` for `loss`.
 */
public fun fileStem(text: String): String {
    if (text.isNotEmpty() && text.length <= LONGEST && text.all { it in PLAIN }) return text
    val kept = text.map { if (it in PLAIN || it in 'A'..'Z') it else '_' }.joinToString("").take(LONGEST)
    val hash = MessageDigest.getInstance("SHA-256").digest(text.toByteArray()).take(HASH)
    return "$kept-" + hash.joinToString("") { "%02x".format(it) }
}

private val PLAIN = ('a'..'z') + ('0'..'9') + '-' + '_'
private const val LONGEST = 60
private const val HASH = 4
