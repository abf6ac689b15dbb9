package mydriver.documents

/**
 * A Markdown file, as the tests see it.
 *
 * @property path from the root of the project
 */
class Page(val path: String, val lines: List<String>) {
    /** Its fenced blocks, in order. */
    val blocks: List<Block> by lazy { blocksOf(lines) }

    override fun toString(): String = path
}

/**
 * A fenced block.
 *
 * @property line the number of its opening fence, from 1
 * @property language the first word behind the fence
 * @property title the file that it is, as in `title=first.exp.kts`, or null
 */
class Block(val line: Int, val language: String, val title: String?, val content: List<String>)

private fun blocksOf(lines: List<String>): List<Block> {
    val blocks = ArrayList<Block>()
    var open = -1
    lines.forEachIndexed { i, line ->
        when {
            !line.startsWith(FENCE) -> Unit
            open < 0 -> open = i
            else -> {
                blocks += block(open, lines[open].removePrefix(FENCE), lines.subList(open + 1, i))
                open = -1
            }
        }
    }
    require(open < 0) { "the fence of line ${open + 1} has no end" }
    return blocks
}

private fun block(index: Int, label: String, content: List<String>): Block {
    val words = label.trim().split(' ')
    val title = words.firstNotNullOfOrNull { word -> word.removePrefix("title=").takeIf { it != word } }
    return Block(index + 1, words[0], title, content)
}

private const val FENCE = "```"
