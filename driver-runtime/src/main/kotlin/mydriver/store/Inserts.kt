package mydriver.store

import java.sql.Connection
import mydriver.model.Fingerprinter
import mydriver.model.InsertCounts
import mydriver.store.dialect.TrialTarget
import mydriver.store.insert.BackgroundSink
import mydriver.store.insert.ExistingTrials
import mydriver.store.insert.GridInsert
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
    public fun <P : Any> insert(request: InsertRequest<P>): InsertCounts = CollectedPoints(request).use(::insert)

    /** The same for [points] that were collected before, perhaps before there was a table set. */
    public fun insert(points: CollectedPoints<*>): InsertCounts =
        if (points.request.dry) store.connections.read { plan(points, it) }
        else store.connections.write { write(points, it).counts }

    /** Inserts the one point of [request], unless it is there, and returns its trial. */
    public fun <P : Any> insertOne(request: InsertRequest<P>): InsertedTrial =
        CollectedPoints(request).use { points ->
            store.connections.write { connection ->
                val written = write(points, connection)
                check(written.counts.total == 1L) { "one point, not ${written.counts.total}" }
                if (written.counts.new == 1L) InsertedTrial(written.ids.first, new = true)
                else InsertedTrial(present(points, connection), new = false)
            }
        }

    private fun present(points: CollectedPoints<*>, at: Connection): Long {
        val fingerprinter = Fingerprinter(points.request.experiment.name, names.read(at).identities)
        val fingerprints = ArrayList<String>()
        points.forEach { fingerprints += fingerprinter.of(it) }
        val sql = "SELECT id FROM ${store.table("trial")} WHERE fingerprint = ? AND replicate = 0 AND status <> 'VOID'"
        return at.prepareStatement(sql).use { statement ->
            statement.bind(fingerprints.single())
            statement.executeQuery().use { if (it.next()) it.getLong(1) else error("a trial that is there has an id") }
        }
    }

    private fun plan(points: CollectedPoints<*>, at: Connection): InsertCounts {
        val merged = points.names.mergedInto(names.read(at)).names
        return GridInsert(points.request, merged, ExistingTrials.read(store, at, merged), sink = null).run(points.spool)
    }

    private fun write(points: CollectedPoints<*>, at: Connection): Written {
        val request = points.request
        store.dialect.serialise(at, store.url)
        val plan = points.names.mergedInto(names.read(at))
        names.add(at, plan.added)
        names.update(at, plan.changed)
        val known = names.read(at)
        val existing = ExistingTrials.read(store, at, known)
        BackgroundSink(store.dialect.trialSink(at, target(request, at))).use { sink ->
            val counts = GridInsert(request, known, existing, sink).run(points.spool)
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
        /** Returns what inserting [points] into a table set that does not exist yet would do; touches no database. */
        public fun planForNew(points: CollectedPoints<*>): InsertCounts {
            val names = points.names.mergedInto(KnownNames(emptyList())).names
            return GridInsert(points.request, names, ExistingTrials(), sink = null).run(points.spool)
        }
    }
}
