package mydriver.store

import java.nio.file.Path
import java.time.Instant
import mydriver.model.Experiment
import mydriver.model.InsertCounts
import mydriver.model.Params
import mydriver.model.Trials
import mydriver.store.export.Exports
import mydriver.store.insert.UntypedPoints
import mydriver.store.query.Chronicle
import mydriver.store.query.Groups
import mydriver.store.query.Histories
import mydriver.store.query.Indexes
import mydriver.store.query.Queries
import mydriver.store.query.Standing
import mydriver.store.reload.Reloads
import mydriver.store.sql.Questions
import mydriver.store.view.Views

/**
 * The tables of one experiment in a database.
 *
 * ```java
 * try (TableSet tableSet = TableSet.open("sqlite:sweeps.db?table=kording")) {
 *   tableSet.insert("train", List.of(Map.of("lr", 0.1), Map.of("lr", 0.2)));
 * }
 * ```
 *
 * @property uid random and made with the table set; run directories name it, so that equally named sets never mix
 * @property schemaVersion of its tables
 */
public class TableSet
private constructor(private val store: Store, public val uid: String, public val schemaVersion: Int) : AutoCloseable {
    /** Where it is. */
    public val url: TableSetUrl
        get() = store.url

    /** The prefix of its tables. */
    public val name: String
        get() = store.url.name

    /** Its params and metrics. */
    public val names: Names = Names(store)

    /** What happened to its trials. */
    public val events: Events = Events(store)

    /** What can be asked about its trials. */
    public val queries: Queries = Queries(store, names)

    /** Reading many of its trials, whole. */
    public val exports: Exports = Exports(store, names, queries)

    /** Its trials in groups, such as the replicates of each point. */
    public val groups: Groups = Groups(store, names)

    /** Indexes for what is asked often. */
    public val indexes: Indexes = Indexes(store, names)

    /** What went on in it: attempts and histories of many trials. */
    public val chronicle: Chronicle = Chronicle(store, queries)

    /** Every value that metrics ever had. */
    public val histories: Histories = Histories(store)

    /** Where single trials stand. */
    public val standing: Standing = Standing(store)

    /** Its workers. */
    public val workers: Workers = Workers(store)

    /** The view of it for those who write SQL. */
    public val views: Views = Views(store, names)

    /** Queries in SQL by those who know it. */
    public val questions: Questions = Questions(store, views)

    /** Puts grids into it. */
    public val inserts: Inserts = Inserts(store, names, events)

    /** What workers do with it. */
    public val claims: Claims = Claims(store, names, events)

    /** Keeping what is claimed. */
    public val leases: Leases = Leases(store)

    /** Taking back what lost workers have claimed. */
    public val reclaims: Reclaims = Reclaims(store, events)

    /** What is learnt about lost attempts. */
    public val losses: Losses = Losses(store, events)

    /** Changes by hand. */
    public val changes: Changes = Changes(store, queries, events)

    /** Scripts and bundles by content hash. */
    public val blobs: Blobs = Blobs(store)

    /** Hand-offs to schedulers. */
    public val submissions: Submissions = Submissions(store)

    /** Rebuilding it from files. */
    public val reloads: Reloads = Reloads(store, names, events, uid)

    /** Emptying it. */
    public val housekeeping: Housekeeping = Housekeeping(store)

    /** Returns what the database's clock says. */
    public fun now(): Instant = store.connections.read { Instant.ofEpochMilli(store.now(it)) }

    /** What to be warned of about where it is, such as a network file system, or null. */
    public val warning: String?
        get() = store.dialect.warning(url)

    /**
     * Inserts points of the job called [job], each a map from param name to number, text, boolean or null, and returns
     * what became of them. Points that are there already stay as they are.
     *
     * @throws mydriver.model.ConfigurationError naming every name and value that cannot be stored
     */
    public fun insert(job: String, points: List<Map<String, Any?>>): InsertCounts {
        val params = points.map { Params.of(it) }
        val experiment = Experiment(job, UntypedPoints, grid = { sink -> params.forEach(sink) })
        return inserts.insert(InsertRequest(experiment, experiment.grid!!))
    }

    /** Returns its trials, to be narrowed and iterated. */
    public fun trials(): Trials = queries.trials()

    /** Closes the connections that are not in use; the next use opens new ones. */
    public fun releaseConnections(): Unit = store.connections.release()

    /** Closes all connections. */
    override fun close(): Unit = store.close()

    public companion object {
        /**
         * Opens the table set at [url], such as `sqlite:sweeps.db?table=kording`; makes it if it is not there.
         *
         * Relative paths start at the working directory, passwords come from the URL or `~/.pgpass`.
         *
         * @throws mydriver.model.ConfigurationError if the URL is wrong
         * @throws mydriver.model.DatabaseError if the database cannot be reached, or the table set is too new
         */
        @JvmStatic
        public fun open(url: String): TableSet {
            val home = { name: String -> if (name == "HOME") System.getProperty("user.home") else null }
            return open(TableSetUrl.parse(url, Path.of(""), null, home), StoreOptions(environment = home))
        }

        /** Opens the table set at [url]; makes it if it is not there, unless opened read-only. */
        public fun open(url: TableSetUrl, options: StoreOptions = StoreOptions()): TableSet {
            val store = Store(url, options)
            try {
                val meta = Schema(store).open()
                return TableSet(store, meta.uid, meta.version)
            } catch (failure: Throwable) {
                store.close()
                throw failure
            }
        }
    }
}
