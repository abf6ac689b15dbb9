package mydriver.report.page

/**
 * HTML in the making. Whatever is no markup of ours passes through [text] or an attribute, where nothing in it can
 * become markup.
 */
internal class Html(private val out: Appendable) {
    /** Appends an element with these attributes, null ones left out, and the [content] between its tags. */
    fun element(name: String, vararg attributes: Pair<String, Any?>, content: Html.() -> Unit = {}) {
        open(name, attributes)
        content()
        out.append("</$name>")
    }

    /** Appends an element that has no content. */
    fun single(name: String, vararg attributes: Pair<String, Any?>): Unit = open(name, attributes)

    /** Appends [text] so that it is read as it is. */
    fun text(text: String): Html = apply { out.append(escaped(text)) }

    /** Appends an element that holds nothing but [text]. */
    fun words(name: String, text: String, vararg attributes: Pair<String, Any?>): Unit =
        element(name, *attributes) { text(text) }

    /** Appends markup that was made by us. */
    fun raw(markup: CharSequence): Html = apply { out.append(markup) }

    private fun open(name: String, attributes: Array<out Pair<String, Any?>>) {
        out.append('<').append(name)
        for ((key, value) in attributes) if (value != null)
            out.append(' ').append(key).append("=\"").append(escaped(value.toString())).append('"')
        out.append('>')
    }

    internal companion object {
        /** Returns [text] with all that means something in HTML or its attributes spelt out. */
        fun escaped(text: String): String {
            if (text.none { it in SPECIAL }) return text
            return buildString {
                for (character in text) when (character) {
                    '<' -> append("&lt;")
                    '>' -> append("&gt;")
                    '&' -> append("&amp;")
                    '"' -> append("&quot;")
                    '\'' -> append("&#39;")
                    else -> append(character)
                }
            }
        }

        private const val SPECIAL = "<>&\"'"
    }
}
