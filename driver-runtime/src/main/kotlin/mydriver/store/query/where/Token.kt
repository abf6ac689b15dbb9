package mydriver.store.query.where

/** A piece of the text of a where-expression: its kind, what it says, and the character it starts at. */
internal class Token(val kind: Kind, val text: String, val at: Int, val value: Any? = null) {
    internal enum class Kind {
        /** A bare name or keyword. */
        WORD,

        /** A name in double quotes. */
        QUOTED,

        /** A number or a text in single quotes, in [value]. */
        LITERAL,

        /** An operator, bracket, comma or dot. */
        SIGN,

        /** The end of the text. */
        END,
    }

    /** How messages call it. */
    val shown: String
        get() = if (kind == Kind.END) "the end" else text.take(LONGEST)

    fun isWord(word: String): Boolean = kind == Kind.WORD && text.equals(word, ignoreCase = true)

    fun isSign(sign: String): Boolean = kind == Kind.SIGN && text == sign

    private companion object {
        const val LONGEST = 40
    }
}
