package mydriver.store.run

import java.sql.Connection
import mydriver.model.Status
import mydriver.store.Claims
import mydriver.store.NextStep
import mydriver.store.Store
import mydriver.store.storable
import mydriver.store.update

/** Does [next] to a trial that is queued again after [attempt]; returns what it is now, or null if it is not. */
internal fun followLoss(
    store: Store,
    connection: Connection,
    id: Long,
    attempt: Long,
    next: NextStep,
    because: String,
): Status? {
    val needs = next.needs
    val now = store.now(connection)
    val delay = next.delay.inWholeMilliseconds
    val sql =
        "UPDATE ${store.table("trial")} SET status = ?, not_before = ?, failures = ?, error = ?, ended = ?" +
            (if (needs == null) "" else ", cpus = ?, memory = ?, gpus = ?, walltime = ?") +
            " WHERE id = ? AND attempts = ? AND status = 'QUEUED'"
    val bound =
        buildList<Any?> {
            addAll(
                listOf<Any?>(
                    next.status.name,
                    if (delay == 0L) 0L else now + delay,
                    next.failures,
                    storable(because)?.take(Claims.SHORT),
                )
            )
            add(if (next.status == Status.FAILED) now else null)
            needs?.let {
                addAll(
                    listOf<Any?>(it.cpus.toLong(), it.memory?.bytes, it.gpus.toLong(), it.walltime?.inWholeMilliseconds)
                )
            }
            addAll(listOf(id, attempt))
        }
    return next.status.takeIf { connection.update(sql, *bound.toTypedArray()) == 1 }
}
