package mydriver.worker.pipe

/**
 * One reported value of a metric.
 *
 * @property value a `Double`, `Long` or `String`
 * @property step null when the job gave none
 */
internal data class Point(val name: String, val value: Any, val step: Long? = null)
