package mydriver.command

import com.github.ajalt.clikt.parameters.groups.OptionGroup
import com.github.ajalt.clikt.parameters.options.convert
import com.github.ajalt.clikt.parameters.options.flag
import com.github.ajalt.clikt.parameters.options.option
import mydriver.model.UsageError
import mydriver.report.Judge
import mydriver.store.query.GroupOrder
import mydriver.store.query.GroupRequest
import mydriver.store.query.ListRequest
import mydriver.store.query.SortKey

/** The options by which `list` goes through groups of trials instead of trials. */
internal class Grouping : OptionGroup() {
    /** Whether there is to be one row per group with means. */
    val agg by
        option("--agg", help = "Show means over replicates: count, mean, standard deviation and 95 % interval.").flag()

    /** The metric by which trials or groups are the best. */
    val best by
        option(
            "--best",
            metavar = "M",
            help = "Show the best trial of each point by this metric, best first; with --agg sort points by its mean.",
        )

    private val by by
        option("--by", metavar = "A,B", help = "Group by these params only, instead of by all.").convert {
            listedNames(it)
        }

    private val over by
        option("--over", metavar = "A,B", help = "Group by all params but these.").convert { listedNames(it) }

    /** Whether anything of this was asked for. */
    val wanted: Boolean
        get() = agg || best != null

    /** Returns the request for the groups of [trials], best first by [judge] or else in the order of [key]. */
    fun request(trials: ListRequest, key: SortKey?, judge: Judge?): GroupRequest {
        val order =
            if (judge != null) GroupOrder(judge.metric, judge.descending, mean = agg)
            else key?.let { GroupOrder(it.column, it.descending) }
        return GroupRequest(trials.copy(sort = null), by, over.orEmpty(), order)
    }

    /** Throws if options go with nothing, or contradict each other and [key]. */
    fun check(key: SortKey?) {
        if (!wanted && (by != null || over != null))
            throw UsageError("--by and --over say what groups are made of; give --agg or --best with them")
        if (best != null && key != null) throw UsageError("--best and --sort contradict each other; give one of them")
    }
}
