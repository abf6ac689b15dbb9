package mydriver.template.jinja

/** Reads a whole template. */
internal class TemplateParser(private val file: String, source: String) {
    private val chunks = TemplateLexer(file, source).chunks()
    private var at = 0

    fun template(): ParsedTemplate =
        try {
            ParsedTemplate(file, statements(emptySet()).first)
        } catch (failure: StackOverflowError) {
            throw TemplateFault(file, chunks.getOrNull(at - 1)?.line ?: 1, "it is nested too deeply", failure)
        }

    /** Reads up to a tag that is one of [ends], and returns what it read and a reader of that tag behind its name. */
    fun statements(ends: Set<String>, opening: String = "", line: Int = 0): Pair<List<Statement>, TokenReader?> {
        val statements = ArrayList<Statement>()
        while (at < chunks.size) {
            when (val chunk = chunks[at++]) {
                is Chunk.Text -> statements += Statement.Text(chunk.text, chunk.line)
                is Chunk.Output -> {
                    val reader = TokenReader(chunk.tokens, chunk.line, file)
                    val value = ExpressionParser(reader).tuple()
                    reader.expectEnd()
                    statements += Statement.Output(value, chunk.line)
                }
                is Chunk.Tag -> {
                    val reader = TokenReader(chunk.tokens, chunk.line, file)
                    val name = reader.name()
                    if (name in ends) return statements to reader.also { lastEnd = name }
                    statements += TagParser(this, reader).statement(name, chunk.line)
                }
            }
        }
        if (ends.isNotEmpty())
            throw TemplateFault(file, line, "\"$opening\" is not closed; it ends with ${ends.last()}")
        return statements to null
    }

    /** The name of the tag that ended the last statements. */
    var lastEnd: String = ""
        private set
}
