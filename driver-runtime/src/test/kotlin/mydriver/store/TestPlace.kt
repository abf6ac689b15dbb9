package mydriver.store

import java.nio.file.Files
import java.nio.file.Path
import java.sql.Connection
import java.sql.DriverManager
import java.util.concurrent.atomic.AtomicInteger
import kotlin.time.Duration
import mydriver.model.Experiment
import mydriver.model.Grid
import mydriver.model.InsertCounts
import mydriver.model.Params
import mydriver.store.insert.UntypedPoints
import mydriver.testing.TempPostgres

/** A database in which specs make table sets; every contract runs in each of [all]. */
class TestPlace(val label: String, private val fresh: () -> Pair<String, String>) {
    private val jdbcUrls = HashMap<String, String>()

    /** Returns the URL of a table set in a database that nobody has used. */
    fun url(name: String = "t"): TableSetUrl {
        val (url, jdbc) = fresh()
        jdbcUrls[url] = jdbc
        return TableSetUrl.parse("$url?table=$name", Path.of("/"), null) { null }
    }

    /** Opens a connection that goes past everything under test. */
    fun bare(url: TableSetUrl): Connection =
        DriverManager.getConnection(jdbcUrls.entries.first { url.masked.startsWith(it.key) }.value)

    /** Returns the first column of every row of [sql]. */
    fun query(url: TableSetUrl, sql: String): List<Any?> =
        bare(url).use { connection ->
            connection.createStatement().use { statement ->
                statement.executeQuery(sql).use { rows -> buildList { while (rows.next()) add(rows.getObject(1)) } }
            }
        }

    /** Returns how many rows a table has. */
    fun count(url: TableSetUrl, part: String = "trial"): Long =
        (query(url, "SELECT count(*) FROM \"${url.name}_$part\"").single() as Number).toLong()

    /** Executes [sql]. */
    fun execute(url: TableSetUrl, sql: String) {
        bare(url).use { connection -> connection.createStatement().use { it.execute(sql) } }
    }

    override fun toString(): String = label

    companion object {
        private val files = AtomicInteger()
        private val folder: Path by lazy { Files.createTempDirectory("mydriver-store-spec").also { clean(it) } }

        val sqlite =
            TestPlace("SQLite") {
                val file = folder.resolve("${files.incrementAndGet()}.db")
                "sqlite:$file" to "jdbc:sqlite:$file?busy_timeout=30000"
            }

        val postgres = TestPlace("PostgreSQL") { TempPostgres.shared.freshDatabase().let { it.url to it.jdbcUrl } }

        val all = listOf(sqlite, postgres)

        private fun clean(folder: Path) {
            Runtime.getRuntime().addShutdownHook(Thread { folder.toFile().deleteRecursively() })
        }
    }
}

/** An experiment without a params class. */
fun untyped(name: String = "job", grid: Grid<Params>? = null): Experiment<Params> =
    Experiment(name, UntypedPoints, grid)

/** A grid of these points. */
fun gridOf(vararg points: Params): Grid<Params> = Grid { sink -> points.forEach(sink) }

/** A grid of [count] points whose only param `i` counts up from 0. */
fun counting(count: Int): Grid<Params> = Grid { sink -> for (i in 0 until count) sink(Params.of("i" to i)) }

/** Inserts an untyped grid. */
fun TableSet.insert(
    grid: Grid<Params>,
    replicates: Int = 1,
    force: Boolean = false,
    dry: Boolean = false,
): InsertCounts = inserts.insert(InsertRequest(untyped(), grid, replicates, forceDuplicates = force, dry = dry))

/** A clock that stands where it is put. */
class SettableOffset : () -> Duration {
    var offset: Duration = Duration.ZERO

    override fun invoke(): Duration = offset
}
