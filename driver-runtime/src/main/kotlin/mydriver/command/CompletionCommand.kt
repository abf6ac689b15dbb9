package mydriver.command

import com.github.ajalt.clikt.completion.CompletionCandidates
import com.github.ajalt.clikt.core.Context
import com.github.ajalt.clikt.parameters.arguments.argument
import com.github.ajalt.clikt.parameters.arguments.help
import com.github.ajalt.clikt.parameters.types.choice
import mydriver.command.completion.CommandWords
import mydriver.command.completion.OptionWords
import mydriver.command.completion.Vocabulary
import mydriver.command.completion.bashCompletion
import mydriver.command.completion.fishCompletion
import mydriver.command.completion.zshCompletion

/** Prints what a shell needs to complete our words. */
internal class CompletionCommand(session: Session) : DriverCommand(session) {
    private val shell by argument("SHELL").help("bash, zsh or fish.").choice(SHELLS)

    override fun help(context: Context): String =
        "Prints a script that lets a shell complete commands and options of mydriver. It installs nothing; to use it:\n\n" +
            "  bash: source <(mydriver completion bash)     in ~/.bashrc\n" +
            "  zsh:  source <(mydriver completion zsh)      in ~/.zshrc, after compinit\n" +
            "  fish: mydriver completion fish > ~/.config/fish/completions/mydriver.fish"

    override fun run() {
        console.out.append(shell(vocabulary()))
    }

    private fun vocabulary(): Vocabulary {
        val (working, alone) = Commands.all.partition { it.needsScript }
        val doctor = alone.filter { it.name == "doctor" }
        return Vocabulary((working + doctor).map(::words), alone.map(::words))
    }

    private fun words(builtIn: BuiltIn): CommandWords {
        val command = builtIn.make(Session(session.invocation, builtIn.name))
        val options =
            command.registeredOptions().map { option ->
                val values = (option.completionCandidates as? CompletionCandidates.Fixed)?.candidates.orEmpty()
                OptionWords(
                    option.names.sorted() + option.secondaryNames.sorted(),
                    values.toList(),
                    option.nvalues.first > 0,
                )
            }
        return CommandWords(
            builtIn.name,
            builtIn.help,
            options + OptionWords(listOf("--help", "-h"), emptyList(), false),
        )
    }

    private companion object {
        val SHELLS: Map<String, (Vocabulary) -> String> =
            mapOf("bash" to ::bashCompletion, "zsh" to ::zshCompletion, "fish" to ::fishCompletion)
    }
}
