package mydriver.store

import java.io.ByteArrayOutputStream

private const val UNRESERVED = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~"

/** Returns [text] with every byte outside the unreserved characters of RFC 3986 and [keep] as `%XX`. */
internal fun percentEncoded(text: String, keep: String): String = buildString {
    for (byte in text.toByteArray()) {
        val char = byte.toInt().toChar()
        if (byte >= 0 && (char in UNRESERVED || char in keep)) append(char)
        else append("%%%02X".format(byte.toInt() and 0xFF))
    }
}

/** Returns [text] with its `%XX` decoded as UTF-8, or null if an escape is broken or the bytes are no UTF-8. */
internal fun percentDecoded(text: String): String? {
    if ('%' !in text) return text
    val bytes = ByteArrayOutputStream(text.length)
    var i = 0
    while (i < text.length) {
        if (text[i] == '%') {
            val code = text.substring(i + 1, minOf(i + 3, text.length)).takeIf { it.length == 2 }?.toIntOrNull(16)
            bytes.write(code ?: return null)
            i += 3
        } else {
            val end = text.indexOf('%', i).let { if (it < 0) text.length else it }
            bytes.writeBytes(text.substring(i, end).toByteArray())
            i = end
        }
    }
    return bytes.toString(Charsets.UTF_8).takeIf { '\uFFFD' !in it }
}
