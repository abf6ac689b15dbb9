package mydriver.store.reload

import java.time.Instant
import mydriver.store.MetricPoint

/**
 * One report of a metric, as files keep it.
 *
 * @property attempt the number of the attempt that reported it
 * @property time when the worker wrote it down
 */
public data class KeptPoint(public val attempt: Long, public val point: MetricPoint, public val time: Instant)
