package mydriver.script

import java.nio.file.Path

/**
 * Runs the command line of an experiment script that another program evaluates, such as the official `kotlin` runner.
 *
 * Found by [java.util.ServiceLoader]; `mydriver.jar` holds the one there is. Script authors do not need it.
 */
public fun interface ScriptMain {
    /**
     * Evaluates the script by [evaluate], once, and runs the command that [args] name.
     *
     * May end the process with the command's exit code; returns normally when that code is 0.
     *
     * @param file the script's file, null when the program that evaluates it does not tell.
     * @param args what was typed behind the script's name.
     * @param evaluate runs the script's body; throws what the body throws.
     */
    public fun run(file: Path?, args: List<String>, evaluate: () -> ExperimentScript)
}
