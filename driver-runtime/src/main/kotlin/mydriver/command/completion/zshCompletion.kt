package mydriver.command.completion

/** Returns the completion script for zsh. */
internal fun zshCompletion(words: Vocabulary): String =
    """
    |#compdef mydriver
    |# Completion of mydriver for zsh; use it with: source <(mydriver completion zsh)
    |_mydriver() {
    |    local at=2
    |    local -a commands alone
    |    commands=(${described(words.commands)})
    |    alone=(${described(words.alone)})
    |    if [[ "${'$'}{words[2]}" == *.exp.kts ]]; then at=3; fi
    |    if (( CURRENT == 2 )); then
    |        _files -g '*.exp.kts(-.)'
    |        _describe 'command' alone
    |        return
    |    fi
    |    if (( CURRENT == at )); then
    |        _describe 'command' commands
    |        return
    |    fi
    |    case "${'$'}{words[at]//-/_}" in
    |${cases(words)}
    |    esac
    |}
    |compdef _mydriver mydriver
    |"""
        .trimMargin()

private fun described(commands: List<CommandWords>): String =
    commands.joinToString(" ") { quoted("${it.name}:${it.help.replace(":", "\\:")}") }

private fun cases(words: Vocabulary): String =
    (words.commands + words.alone)
        .distinctBy { it.name }
        .joinToString("\n") { command ->
            val specs = command.options.flatMap { option -> option.names.map { spec(it, option) } }
            "        ${command.name}) _arguments -s ${specs.joinToString(" ")} '*:file:_files' ;;"
        }

private fun spec(name: String, option: OptionWords): String =
    quoted(
        when {
            !option.takesValue -> name
            option.values.isEmpty() -> "$name:value:"
            else -> "$name:value:(${option.values.joinToString(" ")})"
        }
    )

private fun quoted(text: String) = "'" + text.replace("'", "'\\''") + "'"
