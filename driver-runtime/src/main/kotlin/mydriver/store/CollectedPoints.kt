package mydriver.store

import mydriver.model.Params
import mydriver.store.insert.GridNames
import mydriver.store.insert.Spool

/**
 * The points of an insert after its grid has run, compactly, and in a temporary file where they are many; nothing is
 * locked or written for it, and it needs no database.
 *
 * ```
 * CollectedPoints(request).use { points -> tableSet.inserts.insert(points) }
 * ```
 *
 * Whatever the grid throws is thrown by the constructor.
 */
public class CollectedPoints<P : Any>(internal val request: InsertRequest<P>) : AutoCloseable {
    internal val spool = Spool()
    internal val names = GridNames(request.experiment.codec)

    init {
        var complete = false
        try {
            request.points.emit(::add)
            complete = true
        } finally {
            if (!complete) spool.close()
        }
    }

    /** Calls [action] with the params of each point, in the order of the grid, repeated ones included. */
    public fun forEach(action: (Params) -> Unit): Unit = spool.forEach(action)

    override fun close(): Unit = spool.close()

    private fun add(point: P) {
        val params = request.experiment.codec.encode(point)
        names.offer(point, params)
        spool.add(params)
    }
}
