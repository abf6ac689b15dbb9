package mydriver.template.jinja

/**
 * Takes a template apart into text and tags, as Jinja2 does by default, except that the newline at the very end stays:
 * `-` beside a delimiter takes the blanks next to it away, `{# … #}` is a comment, and nothing between `{% raw %}` and
 * `{% endraw %}` is a tag.
 */
internal class TemplateLexer(private val file: String, source: String) {
    private val text = source.replace("\r\n", "\n")
    private val chunks = ArrayList<Chunk>()
    private var at = 0
    private var trim = false

    fun chunks(): List<Chunk> {
        while (at < text.length) {
            val begin = OPENINGS.mapNotNull { text.indexOf(it, at).takeIf { found -> found >= 0 } }.minOrNull()
            addText(begin ?: text.length, strips = begin != null && text.getOrNull(begin + 2) == '-')
            if (begin != null) tag()
        }
        return chunks
    }

    private fun addText(end: Int, strips: Boolean) {
        val line = text.lineAt(at)
        var piece = text.substring(at, end)
        if (trim) piece = piece.trimStart()
        if (strips) piece = piece.trimEnd()
        if (piece.isNotEmpty()) chunks += Chunk.Text(piece, line)
        at = end
        trim = false
    }

    private fun tag() {
        val opening = text.substring(at, at + 2)
        if (opening == COMMENT) return comment()
        val line = text.lineAt(at)
        val sign = text.getOrNull(at + 2).let { it == '-' || it == '+' }
        RAW.matchAt(text, at)?.let {
            return raw(it)
        }
        val close = if (opening == OUTPUT) "}}" else "%}"
        val lexer = TagLexer(text, at + 2 + if (sign) 1 else 0, close, ::fail)
        val tokens = lexer.tokens()
        chunks += if (opening == OUTPUT) Chunk.Output(tokens, line) else Chunk.Tag(tokens, line)
        at = lexer.end
        trim = lexer.trims
    }

    private fun comment() {
        val end = text.indexOf("#}", at + 2)
        if (end < 0) fail(text.lineAt(at), "a comment is not closed; it ends with #}")
        trim = text[end - 1] == '-'
        at = end + 2
    }

    private fun raw(begin: MatchResult) {
        at = begin.range.last + 1
        trim = begin.groupValues[1] == "-"
        val end =
            END_RAW.find(text, at) ?: fail(text.lineAt(begin.range.first), "raw is not closed; it ends with endraw")
        addText(end.range.first, strips = end.groupValues[1] == "-")
        at = end.range.last + 1
        trim = end.groupValues[2] == "-"
    }

    private fun fail(line: Int, fault: String): Nothing = throw TemplateFault(file, line, fault)

    private companion object {
        const val OUTPUT = "{{"
        const val COMMENT = "{#"
        val OPENINGS = listOf(OUTPUT, "{%", COMMENT)
        val RAW = Regex("""\{%[-+]?\s*raw\s*([-+]?)%}""")
        val END_RAW = Regex("""\{%([-+]?)\s*endraw\s*([-+]?)%}""")
    }
}
