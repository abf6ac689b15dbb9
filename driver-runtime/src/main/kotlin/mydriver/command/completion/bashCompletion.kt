package mydriver.command.completion

/** Returns the completion script for bash. */
internal fun bashCompletion(words: Vocabulary): String =
    """
    |# Completion of mydriver for bash; use it with: source <(mydriver completion bash)
    |_mydriver() {
    |    local word="${'$'}{COMP_WORDS[COMP_CWORD]}" before="${'$'}{COMP_WORDS[COMP_CWORD-1]}" at=1 commands
    |    COMPREPLY=()
    |    if [[ "${'$'}{COMP_WORDS[1]}" == *.exp.kts ]]; then at=2; fi
    |    if (( COMP_CWORD < at || COMP_CWORD == 1 )); then
    |        compopt -o filenames 2>/dev/null
    |        COMPREPLY=( ${'$'}(compgen -f -X '!*.exp.kts' -- "${'$'}word") ${'$'}(compgen -d -- "${'$'}word")
    |            ${'$'}(compgen -W "${words.alone.joinToString(" ") { it.name }} --help --version" -- "${'$'}word") )
    |        return
    |    fi
    |    if (( COMP_CWORD == at )); then
    |        COMPREPLY=( ${'$'}(compgen -W "${words.commands.joinToString(" ") { it.name }} --help" -- "${'$'}word") )
    |        return
    |    fi
    |    case "${'$'}{COMP_WORDS[at]//-/_} ${'$'}before" in
    |${valueCases(words)}
    |    esac
    |    case "${'$'}{COMP_WORDS[at]//-/_}" in
    |${optionCases(words)}
    |    esac
    |}
    |complete -o default -F _mydriver mydriver
    |"""
        .trimMargin()

private fun valueCases(words: Vocabulary): String =
    all(words)
        .flatMap { command -> command.options.filter { it.values.isNotEmpty() }.map { command.name to it } }
        .groupBy({ (_, option) -> option.names.first() to option.values }, { it.first })
        .map { (option, commands) ->
            val pattern = commands.joinToString("|") { "\"$it ${option.first}\"" }
            "        $pattern) COMPREPLY=( ${'$'}(compgen -W \"${option.second.joinToString(" ")}\" -- \"${'$'}word\") ); return ;;"
        }
        .joinToString("\n")

private fun optionCases(words: Vocabulary): String =
    all(words).joinToString("\n") { command ->
        val names = command.options.flatMap { it.names }.joinToString(" ")
        "        ${command.name}) [[ \"${'$'}word\" == -* ]] && COMPREPLY=( ${'$'}(compgen -W \"$names\" -- \"${'$'}word\") ) ;;"
    }

private fun all(words: Vocabulary) = (words.commands + words.alone).distinctBy { it.name }
