package mydriver.store.query.where

/**
 * A pattern of LIKE, read: `%` any text, `_` any character, everything else itself and case-sensitive; after an escape
 * character the next one is itself.
 */
internal class LikePattern(val pieces: List<Piece>) {
    internal sealed interface Piece {
        data object AnyText : Piece

        data object AnyCharacter : Piece

        data class Itself(val character: Int) : Piece
    }

    companion object {
        /** The longest pattern; SQLite stops at 50,000 bytes, and translating can make it five times as long. */
        const val LONGEST: Int = 5_000

        /**
         * Returns the pattern that [text] spells, or null if it ends in the escape character or has no meaning after
         * it.
         */
        fun of(text: String, escape: Int?): LikePattern? {
            val pieces = ArrayList<Piece>()
            val points = text.codePoints().toArray()
            var at = 0
            while (at < points.size) {
                val point = points[at++]
                pieces +=
                    when {
                        point == escape -> Piece.Itself(points.getOrNull(at++) ?: return null)
                        point == '%'.code -> Piece.AnyText
                        point == '_'.code -> Piece.AnyCharacter
                        else -> Piece.Itself(point)
                    }
            }
            return LikePattern(pieces)
        }
    }
}
