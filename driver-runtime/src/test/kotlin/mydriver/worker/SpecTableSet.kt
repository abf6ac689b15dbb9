package mydriver.worker

import java.io.PrintStream
import java.nio.file.Path
import java.sql.DriverManager
import java.time.Clock
import kotlin.time.Duration
import kotlin.time.Duration.Companion.milliseconds
import kotlin.time.TimeSource
import mydriver.deeds.Deed
import mydriver.deeds.deedExperiment
import mydriver.deeds.specChild
import mydriver.deeds.specEnvironment
import mydriver.model.Experiment
import mydriver.process.Processes
import mydriver.store.InsertRequest
import mydriver.store.StoreOptions
import mydriver.store.TableSet
import mydriver.store.TableSetUrl
import mydriver.testing.PostgresDatabase
import mydriver.worker.files.Archive
import mydriver.worker.files.FolderOwner
import mydriver.worker.files.RunDirectories
import mydriver.worker.files.ScratchFolders
import mydriver.worker.run.StreamCapture

/** A lease so short that a specification sees its renewals. */
internal val LEASE: Duration = 300.milliseconds

/** A table set of the experiment `deeds`, with its root in [scratch], and a second way into its tables. */
internal class SpecTableSet(
    val tableSet: TableSet,
    private val jdbc: String,
    private val scratch: Path,
    private val root: Path = scratch.resolve("root"),
    private val archive: Archive? = null,
) : AutoCloseable {
    val name: String = tableSet.name

    fun insert(vararg deeds: Deed) {
        tableSet.inserts.insert(InsertRequest(deedExperiment, { sink -> deeds.forEach(sink) }))
    }

    fun worker(
        experiment: Experiment<*> = deedExperiment,
        child: List<String> = specChild(),
        settings: (WorkerSettings) -> WorkerSettings = { it },
        time: TimeSource = TimeSource.Monotonic,
        clock: Clock = Clock.systemUTC(),
        line: (String) -> Unit = {},
    ): Worker = Worker(tableSet, experiment, workplace(child, time, clock), settings(WorkerSettings(scratch)), line)

    fun workplace(
        child: List<String> = specChild(),
        time: TimeSource = TimeSource.Monotonic,
        clock: Clock = Clock.systemUTC(),
    ): Workplace {
        val directories = RunDirectories(root, name)
        directories.open(FolderOwner.of(tableSet))
        archive?.open(FolderOwner.of(tableSet), directories.folder)
        return Workplace(
            Processes(specEnvironment),
            child,
            WorkFolders(directories, ScratchFolders(scratch.resolve("scratch")), archive = archive),
            capture,
            "spec 1",
            time,
            clock,
        )
    }

    /** Returns the first column that [sql] selects, as text; `%trial` stands for the table of trials, and so on. */
    fun column(sql: String): List<String?> =
        DriverManager.getConnection(jdbc).use { connection ->
            connection.createStatement().use { statement ->
                statement.executeQuery(named(sql)).use { rows ->
                    buildList { while (rows.next()) add(rows.getString(1)) }
                }
            }
        }

    fun execute(sql: String) {
        DriverManager.getConnection(jdbc).use { connection ->
            connection.createStatement().use { it.execute(named(sql)) }
        }
    }

    private fun named(sql: String) = Regex("%(\\w+)").replace(sql) { "\"${name}_${it.groupValues[1]}\"" }

    override fun close() {
        tableSet.close()
    }

    companion object {
        /** The one capture of this test process. */
        val capture =
            StreamCapture(System.out, System.err) { out: PrintStream, err: PrintStream ->
                System.setOut(out)
                System.setErr(err)
            }

        /** Opens the table set at [url] again, in another process. */
        fun of(url: String, scratch: Path): SpecTableSet =
            SpecTableSet(TableSet.open(TableSetUrl.parse(url, scratch, null) { null }), "", scratch)

        fun sqlite(
            scratch: Path,
            root: Path = scratch.resolve("root"),
            options: StoreOptions = StoreOptions(),
            archive: Archive? = null,
        ): SpecTableSet {
            val file = scratch.resolve("spec.db")
            val tableSet = TableSet.open(TableSetUrl.ofFile(file, "deeds"), options)
            return SpecTableSet(tableSet, "jdbc:sqlite:$file", scratch, root, archive)
        }

        fun postgres(database: PostgresDatabase, scratch: Path): SpecTableSet {
            val url = TableSetUrl.parse("${database.url}/deeds", scratch, null) { null }
            return SpecTableSet(TableSet.open(url), database.jdbcUrl, scratch)
        }
    }
}
