package mydriver.script

/**
 * Runs the command line of an experiment script that another program evaluates, such as the official `kotlin` runner.
 *
 * Found by [java.util.ServiceLoader]; `mydriver.jar` holds the one there is. Script authors do not need it.
 */
public fun interface ScriptMain {
    /**
     * Evaluates the script by [evaluate], once, and runs the command that [args] name.
     *
     * Ends the process with the command's exit code, or returns normally when that code is 0.
     *
     * @param origin where the script comes from
     * @param args what was typed behind the script's name
     * @param evaluate runs the script's body; throws what the body throws
     */
    public fun run(origin: ScriptOrigin, args: List<String>, evaluate: () -> ExperimentScript)
}

/**
 * What a program that evaluates a script tells of it.
 *
 * @property file path of the script, null if it is no file
 * @property imports paths of the scripts it imports, directly or not
 * @property dependencies the coordinates of its `@file:DependsOn` lines
 */
public data class ScriptOrigin(val file: String?, val imports: List<String>, val dependencies: List<String>)
