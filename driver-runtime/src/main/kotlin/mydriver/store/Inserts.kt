package mydriver.store

import java.sql.Connection
import mydriver.model.Fingerprinter
import mydriver.model.InsertCounts
import mydriver.store.dialect.TrialTarget
import mydriver.store.insert.BackgroundSink
import mydriver.store.insert.ExistingTrials
import mydriver.store.insert.GridInsert
import mydriver.store.insert.GridNames
import mydriver.store.insert.Spool
import mydriver.store.json.KnownNames

/**
 * Puts grids into a table set.
 *
 * The grid runs first and its points are spooled; then one transaction learns the names, computes the fingerprints and
 * writes the rows that are not there yet. If the grid throws, nothing was written.
 */
public class Inserts
internal constructor(private val store: Store, private val names: Names, private val events: Events) {
    /**
     * Inserts the points of [request], or with `dry` counts what that would do.
     *
     * @throws mydriver.model.ConfigurationError if a param cannot be stored beside those that are there
     */
    public fun <P : Any> insert(request: InsertRequest<P>): InsertCounts =
        spooled(request) { gridNames, spool ->
            if (request.dry) store.connections.read { plan(request, it, gridNames, spool) }
            else store.connections.write { write(request, it, gridNames, spool).counts }
        }

    /** Inserts the one point of [request], unless it is there, and returns its trial. */
    public fun <P : Any> insertOne(request: InsertRequest<P>): InsertedTrial =
        spooled(request) { gridNames, spool ->
            store.connections.write { connection ->
                val written = write(request, connection, gridNames, spool)
                check(written.counts.total == 1L) { "one point, not ${written.counts.total}" }
                if (written.counts.new == 1L) InsertedTrial(written.ids.first, new = true)
                else InsertedTrial(present(request, connection, spool), new = false)
            }
        }

    private fun present(request: InsertRequest<*>, at: Connection, spool: Spool): Long {
        val fingerprinter = Fingerprinter(request.experiment.name, names.read(at).identities)
        val fingerprints = ArrayList<String>()
        spool.forEach { fingerprints += fingerprinter.of(it) }
        val sql = "SELECT id FROM ${store.table("trial")} WHERE fingerprint = ? AND replicate = 0 AND status <> 'VOID'"
        return at.prepareStatement(sql).use { statement ->
            statement.bind(fingerprints.single())
            statement.executeQuery().use { if (it.next()) it.getLong(1) else error("a trial that is there has an id") }
        }
    }

    private fun plan(request: InsertRequest<*>, at: Connection, gridNames: GridNames<*>, spool: Spool): InsertCounts {
        val merged = gridNames.mergedInto(names.read(at)).names
        return GridInsert(request, merged, ExistingTrials.read(store, at, merged), sink = null).run(spool)
    }

    private fun write(request: InsertRequest<*>, at: Connection, gridNames: GridNames<*>, spool: Spool): Written {
        store.dialect.serialise(at, store.url)
        val plan = gridNames.mergedInto(names.read(at))
        names.add(at, plan.added)
        names.update(at, plan.changed)
        val known = names.read(at)
        val existing = ExistingTrials.read(store, at, known)
        BackgroundSink(store.dialect.trialSink(at, target(request, at))).use { sink ->
            val counts = GridInsert(request, known, existing, sink).run(spool)
            val ids = sink.finish()
            val copied = request.parent?.let { "a copy of trial $it" }
            if (!ids.isEmpty()) events.add(at, Event("INSERTED", ids, host = store.options.host, detail = copied))
            return Written(counts, ids)
        }
    }

    private fun target(request: InsertRequest<*>, connection: Connection): TrialTarget {
        val needs = request.experiment.resources
        val constants =
            mapOf(
                "metrics" to "{}",
                "status" to "QUEUED",
                "priority" to request.priority,
                "attempts" to 0L,
                "failures" to 0L,
                "not_before" to 0L,
                "cpus" to needs.cpus.toLong(),
                "memory" to needs.memory?.bytes,
                "gpus" to needs.gpus.toLong(),
                // The others follow the script, also when it changes; a copy keeps what a retry made of it.
                "walltime" to request.parent?.let { needs.walltime?.inWholeMilliseconds },
                "bundle" to request.bundle,
                "parent" to request.parent,
                "created" to store.now(connection),
            )
        return TrialTarget(store.table("trial"), constants)
    }

    private class Written(val counts: InsertCounts, val ids: LongRange)

    public companion object {
        /** Returns what inserting [request] into a table set that does not exist yet would do; touches no database. */
        public fun <P : Any> planForNew(request: InsertRequest<P>): InsertCounts =
            spooled(request) { gridNames, spool ->
                val names = gridNames.mergedInto(KnownNames(emptyList())).names
                GridInsert(request, names, ExistingTrials(), sink = null).run(spool)
            }

        private inline fun <P : Any, T> spooled(
            request: InsertRequest<P>,
            action: (GridNames<P>, Spool) -> T,
        ): T =
            Spool().use { spool ->
                val codec = request.experiment.codec
                val gridNames = GridNames(codec)
                request.points.emit { point ->
                    val params = codec.encode(point)
                    gridNames.offer(point, params)
                    spool.add(params)
                }
                action(gridNames, spool)
            }
    }
}
