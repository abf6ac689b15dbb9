package mydriver.template.jinja

/** Reads the words of one tag in order. */
internal class TokenReader(private val tokens: List<Token>, line: Int, private val file: String) {
    private val end = Token(TokenKind.END, "", tokens.lastOrNull()?.line ?: line)
    private var at = 0

    val current: Token
        get() = tokens.getOrElse(at) { end }

    val next: Token
        get() = tokens.getOrElse(at + 1) { end }

    val atEnd: Boolean
        get() = at >= tokens.size

    fun take(): Token = current.also { at++ }

    fun isOperator(text: String): Boolean = current.kind == TokenKind.OPERATOR && current.text == text

    fun isName(text: String): Boolean = current.kind == TokenKind.NAME && current.text == text

    fun acceptOperator(text: String): Boolean = isOperator(text).also { if (it) at++ }

    fun acceptName(text: String): Boolean = isName(text).also { if (it) at++ }

    fun expectOperator(text: String) {
        if (!acceptOperator(text)) fail("expected \"$text\", not ${current.shown}")
    }

    fun expectName(text: String) {
        if (!acceptName(text)) fail("expected \"$text\", not ${current.shown}")
    }

    /** Returns the name that stands here. */
    fun name(): String =
        if (current.kind == TokenKind.NAME) take().text else fail("expected a name, not ${current.shown}")

    fun expectEnd() {
        if (!atEnd) fail("${current.shown} does not belong here; the tag ends before it")
    }

    fun fail(fault: String): Nothing = throw TemplateFault(file, current.line, fault)
}
