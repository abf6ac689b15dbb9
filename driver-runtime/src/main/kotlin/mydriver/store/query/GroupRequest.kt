package mydriver.store.query

/**
 * Which trials to put into groups, and in which order to go through the groups.
 *
 * Trials are of one group if they have the same identity and differ in their replicate only, or, with [by] or [over],
 * the same values in some params. VOID trials are in none.
 *
 * @property trials which trials; its limit is one of groups, its sort is not looked at, its columns are what to read of
 *   each trial beside id and status, all params and metrics when null
 * @property by the params in which the trials of a group agree; null unless chosen
 * @property over params in which the trials of a group may differ, beside the replicate; not together with [by]
 * @property order what groups are sorted by; null for the smallest of their ids
 */
public data class GroupRequest(
    public val trials: ListRequest = ListRequest(),
    public val by: List<String>? = null,
    public val over: List<String> = emptyList(),
    public val order: GroupOrder? = null,
)

/**
 * An order of groups. NaN comes after all numbers and a group without a value after that, in both directions.
 *
 * @property column a metric, of which only trials that are done count, or a param; a name as typed
 * @property mean whether groups go by the mean of a metric, instead of by the least or, descending, largest value
 */
public data class GroupOrder(
    public val column: String,
    public val descending: Boolean = false,
    public val mean: Boolean = true,
)
