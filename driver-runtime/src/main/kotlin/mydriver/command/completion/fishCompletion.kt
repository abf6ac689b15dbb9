package mydriver.command.completion

/** Returns the completion script for fish. */
internal fun fishCompletion(words: Vocabulary): String = buildString {
    appendLine(
        "# Completion of mydriver for fish; use it with: mydriver completion fish > ~/.config/fish/completions/mydriver.fish"
    )
    appendLine("function __mydriver_uses")
    appendLine("    set -l words (commandline -opc)")
    appendLine("    set -e words[1]")
    appendLine("    string match -q '*.exp.kts' -- ${'$'}words[1]; and set -e words[1]")
    appendLine("    test (count ${'$'}words) -ge 1; and test (string replace -a -- - _ ${'$'}words[1]) = ${'$'}argv[1]")
    appendLine("end")
    appendLine("function __mydriver_script")
    appendLine("    set -l words (commandline -opc)")
    appendLine("    test (count ${'$'}words) -eq 2; and string match -q '*.exp.kts' -- ${'$'}words[2]")
    appendLine("end")
    for (command in words.alone) appendLine(
        "complete -c mydriver -n 'test (count (commandline -opc)) -eq 1' -a ${command.name} -d ${quoted(command.help)}"
    )
    for (command in words.commands) appendLine(
        "complete -c mydriver -f -n __mydriver_script -a ${command.name} -d ${quoted(command.help)}"
    )
    for (command in (words.commands + words.alone).distinctBy { it.name }) for (option in command.options) appendLine(
        optionLine(command, option)
    )
}

private fun optionLine(command: CommandWords, option: OptionWords): String {
    val names = option.names.joinToString(" ") { if (it.startsWith("--")) "-l ${it.drop(2)}" else "-s ${it.drop(1)}" }
    val values =
        if (option.values.isNotEmpty()) " -x -a ${quoted(option.values.joinToString(" "))}"
        else if (option.takesValue) " -r" else ""
    return "complete -c mydriver -n '__mydriver_uses ${command.name}' $names$values"
}

private fun quoted(text: String) = "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"
