package mydriver.dsl

import mydriver.job.JobContext

/** Reports the last value of a metric that is no `Double`, as in `report("errors", 3)`; see [JobContext.report]. */
public fun JobContext.report(name: String, value: Number) {
    report(name, value.toDouble())
}

/** Reports a metric at an `Int` step, as in `report("valid_loss", loss, epoch)`; see [JobContext.report]. */
public fun JobContext.report(name: String, value: Number, step: Int) {
    report(name, value.toDouble(), step.toLong())
}

/** Reports a metric that is no `Double` at a step; see [JobContext.report]. */
public fun JobContext.report(name: String, value: Number, step: Long) {
    report(name, value.toDouble(), step)
}
