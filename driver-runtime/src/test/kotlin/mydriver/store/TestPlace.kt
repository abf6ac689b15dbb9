package mydriver.store

import java.nio.file.Files
import java.nio.file.Path
import java.sql.Connection
import java.sql.DriverManager
import java.util.concurrent.ConcurrentHashMap
import java.util.concurrent.atomic.AtomicInteger
import kotlin.time.Duration
import mydriver.model.Experiment
import mydriver.model.Grid
import mydriver.model.InsertCounts
import mydriver.model.Params
import mydriver.store.insert.UntypedPoints
import mydriver.testing.TempPostgres

/** A database in which specs make table sets; every contract runs in each of [all]. */
class TestPlace(val label: String, private val fresh: (name: String) -> Pair<String, String>) {
    private val jdbcUrls = ConcurrentHashMap<TableSetUrl, String>()

    /** Returns the URL of a table set that nobody has used. */
    fun url(name: String = "t${names.incrementAndGet()}"): TableSetUrl {
        val (url, jdbc) = fresh(name)
        return TableSetUrl.parse("$url?table=$name", Path.of("/"), null) { null }.also { jdbcUrls[it] = jdbc }
    }

    /** Opens a connection that goes past everything under test. */
    fun bare(url: TableSetUrl): Connection = DriverManager.getConnection(jdbcUrls.getValue(url))

    /** Returns the first column of every row of [sql], in which `t_` stands for the prefix of the table set. */
    fun query(url: TableSetUrl, sql: String): List<Any?> =
        bare(url).use { connection ->
            connection.createStatement().use { statement ->
                statement.executeQuery(named(url, sql)).use { rows ->
                    buildList { while (rows.next()) add(rows.getObject(1)) }
                }
            }
        }

    /** Returns how many rows a table has. */
    fun count(url: TableSetUrl, part: String = "trial"): Long =
        (query(url, "SELECT count(*) FROM \"${url.name}_$part\"").single() as Number).toLong()

    /** Executes [sql], in which `t_` stands for the prefix of the table set. */
    fun execute(url: TableSetUrl, sql: String) {
        bare(url).use { connection -> connection.createStatement().use { it.execute(named(url, sql)) } }
    }

    override fun toString(): String = label

    private fun named(url: TableSetUrl, sql: String) =
        sql.replace(Regex("\\bt_([a-z]+)\\b")) { "\"${url.name}_${it.groupValues[1]}\"" }

    companion object {
        private val names = AtomicInteger()
        private val folder: Path by lazy { Files.createTempDirectory("mydriver-store-spec").also { clean(it) } }
        private val server by lazy { TempPostgres.shared.freshDatabase() }

        val sqlite =
            TestPlace("SQLite") { name ->
                val file = folder.resolve("$name.db")
                "sqlite:$file" to "jdbc:sqlite:$file?busy_timeout=30000"
            }

        val postgres = TestPlace("PostgreSQL") { server.url to server.jdbcUrl }

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
