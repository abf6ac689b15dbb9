package mydriver.testing

import java.lang.management.ManagementFactory
import kotlin.time.Duration
import kotlin.time.Duration.Companion.seconds

/** Two seconds of a machine with a processor for whoever wants one: longer where several wait for each. */
internal fun twoSeconds(): Duration {
    val machine = ManagementFactory.getOperatingSystemMXBean()
    return 2.seconds * (machine.systemLoadAverage / machine.availableProcessors).coerceAtLeast(1.0)
}
