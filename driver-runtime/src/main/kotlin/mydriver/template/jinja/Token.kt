package mydriver.template.jinja

/** What a [Token] is. */
internal enum class TokenKind {
    NAME,
    STRING,
    INTEGER,
    REAL,
    OPERATOR,
    END,
}

/** A word of an expression; [text] is the content of a string without quotes. */
internal data class Token(val kind: TokenKind, val text: String, val line: Int) {
    /** How errors show it. */
    val shown: String
        get() =
            when (kind) {
                TokenKind.END -> "the end of the tag"
                TokenKind.STRING -> "\"$text\""
                else -> text
            }
}

/** A stretch of a template. */
internal sealed interface Chunk {
    val line: Int

    /** What goes to the result as it is. */
    data class Text(val text: String, override val line: Int) : Chunk

    /** `{{ … }}`. */
    data class Output(val tokens: List<Token>, override val line: Int) : Chunk

    /** `{% … %}`. */
    data class Tag(val tokens: List<Token>, override val line: Int) : Chunk
}
