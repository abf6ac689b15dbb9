package mydriver.model

/**
 * The trials of a table set, to be narrowed, sorted and iterated; nothing is read before that.
 *
 * Iterating streams from the database in the order of ids unless sorted. A `@Command` function gets it as a parameter:
 * ```
 * @Command("Print the best three")
 * fun best(trials: Trials) {
 *     for (trial in trials.where("lr < 0.1").sortedBy("valid_loss").limit(3)) println("${trial.id} ${trial.params}")
 * }
 * ```
 */
public interface Trials : Iterable<Trial> {
    /** Returns those for which a boolean SQL [expression] over params, metrics and system columns holds. */
    public fun where(expression: String): Trials

    /** Returns those in one of these states. */
    public fun withStatus(vararg statuses: Status): Trials

    /** Returns the same, sorted by a param, metric or system column; trials that lack it come last, after NaN. */
    public fun sortedBy(column: String, descending: Boolean = false): Trials

    /** Returns at most the first [count]. */
    public fun limit(count: Int): Trials

    /** Returns how many there are. */
    public fun count(): Long

    /** Returns the trial with this [id], or null. */
    public fun find(id: Long): Trial?
}
