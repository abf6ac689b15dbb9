package mydriver.command

import java.nio.file.Path

/**
 * One run of the command line: what was typed, and everything a command may touch.
 *
 * @property script the experiment script, or null when none was named
 * @property args the words behind the script's name, or all of them when there is no script
 * @property console where it prints and asks
 * @property surroundings the machine and the session
 * @property load evaluates the script in a file, as it would be before a command; for `doctor`, which names it itself
 */
public class Invocation(
    public val script: ScriptFile?,
    public val args: List<String>,
    public val console: Console,
    public val surroundings: Surroundings,
    public val load: (Path) -> ScriptFile,
) {
    internal fun with(script: ScriptFile): Invocation = Invocation(script, args, console, surroundings, load)
}
