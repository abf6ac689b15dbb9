package mydriver.documents

/**
 * Does what a reader of [page] would: writes its files and types its commands, in order.
 *
 * @param absent programs that this machine lacks; commands that use one are left out
 */
class PageRun(private val page: Page, private val scratch: Scratch, private val absent: Set<String>) {
    private val commands = page.blocks.filter { it.language == CONSOLE }.flatMap(::stepsOf)
    private val wrong = ArrayList<String>()
    private val untried = ArrayList<Block>()
    private val actual = ArrayList<Pair<Step, List<String>>>()

    /** The [absent] programs that were missed. */
    val missed: Set<String> = absent.filterTo(LinkedHashSet()) { program -> commands.any { it.uses(program) } }

    /** Returns everything in which the page is wrong. */
    fun faults(): List<String> {
        for (block in page.blocks) {
            when {
                block.language == CONSOLE -> stepsOf(block).forEach(::type)
                block.title != null -> write(block, block.title)
                block.language != "text" -> wrong += "${at(block.line)}: ${rule(block.language)}"
            }
        }
        untried.forEach(::compile)
        return wrong
    }

    /** Returns the page with what its commands really printed, for whoever brings it up to date. */
    fun printed(): String {
        val lines = page.lines.toMutableList()
        for ((step, output) in actual.asReversed()) {
            val start = step.line - 1 + step.command.lines().size
            repeat(step.expected.size) { lines.removeAt(start) }
            lines.addAll(start, output)
        }
        return lines.joinToString("\n", postfix = "\n")
    }

    private fun write(block: Block, title: String) {
        scratch.write(title, block.content.joinToString("\n", postfix = "\n"))
        val name = title.substringAfterLast('/')
        if (commands.any { name in it.command }) return
        if (name.endsWith(".exp.kts")) untried += block
        else if (page.blocks.none { it !== block && it.content.any { line -> name in line } })
            wrong += "${at(block.line)}: no command and no other file uses $title"
    }

    /** A script that no command of the page names must at least compile; what it needs may stand below it. */
    private fun compile(block: Block) {
        val command = "mydriver ${block.title} config"
        val ran = scratch.run(command)
        if (ran.exitCode != 0) wrong += report(block.line, command, listOf("…", "(exit code 0)"), ran.lines)
    }

    private fun type(step: Step) {
        if (absent.any(step::uses)) return
        val ran = scratch.run(step.command)
        actual += step to ran.lines
        if (!alike(step.expected, ran.lines)) wrong += report(step.line, step.command, step.expected, ran.lines)
        val told = commands.getOrNull(commands.indexOfFirst { it.line == step.line } + 1)?.command == "echo \$?"
        if (ran.exitCode != 0 && !told)
            wrong += "${at(step.line)}: `${step.command}` ended with ${ran.exitCode}; show it by `$ echo \$?`"
    }

    private fun report(line: Int, command: String, expected: List<String>, printed: List<String>) =
        "${at(line)}: $ $command\n--- the page says\n${expected.joinToString("\n")}\n--- it prints\n" +
            printed.joinToString("\n")

    private fun at(line: Int) = "${page.path}:$line"

    private fun rule(language: String) =
        "a block of \"$language\" needs a title=FILE so that it can be tried; what cannot be tried is text"

    private companion object {
        const val CONSOLE = "console"
    }
}
