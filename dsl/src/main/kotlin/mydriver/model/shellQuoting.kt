package mydriver.model

/** Characters that mean themselves to every POSIX shell, wherever in a word they stand. */
private val PLAIN = Regex("[A-Za-z0-9_@%+:,./-]+")

/**
 * Returns [text] as one word of a POSIX shell script, whatever it holds.
 *
 * Every value in a generated shell script goes through here; scripts call it for header lines of their own. Quotes, `$(
 * )`, newlines, `;` and emoji keep their literal meaning.
 *
 * ```
 * shellQuoted("it's") // 'it'\''s'
 * ```
 *
 * @throws IllegalArgumentException if the text holds U+0000 or a lone surrogate, which no argument of a program can
 *   hold
 */
public fun shellQuoted(text: String): String {
    require('\u0000' !in text) { "\"${text.take(SHOWN)}\" holds U+0000, which no argument of a program can hold" }
    require(Charsets.UTF_8.newEncoder().canEncode(text)) {
        "\"${text.take(SHOWN)}\" holds half of a surrogate pair, which no argument of a program can hold"
    }
    return if (PLAIN.matches(text)) text else "'" + text.replace("'", "'\\''") + "'"
}

/** Returns [argv] as one line that a POSIX shell takes apart into exactly these words. */
public fun shellCommand(argv: List<String>): String = argv.joinToString(" ") { shellQuoted(it) }

private const val SHOWN = 60
