package mydriver.command

import mydriver.command.BuiltIn.Group.ALONE
import mydriver.command.BuiltIn.Group.KEEP

/** Every command of mydriver; a new one is a file and a line here. */
internal object Commands {
    val all: List<BuiltIn> =
        listOf(
            BuiltIn("config", "Show the effective settings and where each comes from.", KEEP, ::ConfigCommand),
            BuiltIn("init", "Write a first experiment script.", ALONE, ::InitCommand),
            BuiltIn("completion", "Print the completion script of a shell.", ALONE, ::CompletionCommand),
        )
}
