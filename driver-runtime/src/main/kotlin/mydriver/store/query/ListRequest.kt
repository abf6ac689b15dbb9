package mydriver.store.query

import mydriver.model.Status
import mydriver.model.UsageError

/**
 * Which trials to list, how sorted, and what of them to show.
 *
 * All conditions hold together. A typed column name is the unique match among params, metrics and system columns, or a
 * qualified one: `params.lr`, `metrics.loss`, `trial.id`.
 *
 * @property where a boolean SQL expression over columns, such as `lr < 0.1 AND optimizer = 'ADAM'`
 * @property statuses only trials in one of these; empty for any
 * @property ids only trials with these ids, in ascending ranges; null for any
 * @property sort what to sort by; by id when null
 * @property columns names or patterns such as `metrics.*` of what to show; null for id, status, params and metrics
 * @property limit at most so many trials, 0 or more; null for all
 */
public data class ListRequest(
    public val where: String? = null,
    public val statuses: Set<Status> = emptySet(),
    public val ids: List<LongProgression>? = null,
    public val sort: SortKey? = null,
    public val columns: List<String>? = null,
    public val limit: Int? = null,
) {
    init {
        require(ids.orEmpty().all { it.step > 0 }) { "ranges of ids ascend" }
        if (limit != null && limit < 0) throw UsageError("limit $limit: it must be 0 or more")
    }
}

/**
 * What to sort trials by. NaN comes after all numbers and a missing value after that, in both directions; sorted by a
 * metric, trials that have not ended come last of all. Equals are in the order of their ids.
 *
 * @property column a name as typed
 */
public data class SortKey(public val column: String, public val descending: Boolean = false)
