package mydriver.script

/**
 * Makes a function of the script a command: its name is the command's, its parameters become options.
 *
 * A parameter of type `Trials` receives the table set's trials. Others are options such as `--limit 3`: text, numbers,
 * booleans (flags) and enums; those with a default may be left out, the rest are required.
 *
 * ```
 * @Command("Print the best trials")
 * fun best(trials: Trials, limit: Int = 3) {
 *     for (trial in trials.sortedBy("valid_loss").limit(limit)) println(trial.id)
 * }
 * ```
 *
 * @property help what `--help` says of it
 */
@Target(AnnotationTarget.FUNCTION)
@Retention(AnnotationRetention.RUNTIME)
public annotation class Command(public val help: String = "")
