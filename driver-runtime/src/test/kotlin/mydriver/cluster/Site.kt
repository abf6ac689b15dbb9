package mydriver.cluster

import io.kotest.assertions.withClue
import io.kotest.matchers.shouldBe
import java.nio.file.Path
import java.sql.Connection
import java.sql.DriverManager
import kotlin.io.path.Path
import kotlin.io.path.copyTo
import kotlin.io.path.createDirectories
import kotlin.io.path.createFile
import kotlin.io.path.deleteExisting
import kotlin.io.path.listDirectoryEntries
import kotlin.io.path.readLines
import kotlin.io.path.readText
import kotlin.io.path.walk
import kotlin.time.Duration
import kotlin.time.Duration.Companion.minutes
import mydriver.host.Machine
import mydriver.host.Ran
import mydriver.testing.PostgresDatabase
import mydriver.testing.TempPostgres
import mydriver.testing.projectFolder

/**
 * A login node with the packaged mydriver, a database that all nodes reach, and a folder that all share.
 *
 * @param folder where scripts and trials are
 * @param through words in front of mydriver itself, where it has to be started in another place
 */
internal class Site(
    val folder: Path,
    private val cluster: Cluster,
    private val through: List<String> = emptyList(),
) : AutoCloseable {
    private val machine = Machine(folder)
    private val database: PostgresDatabase = TempPostgres.shared.freshDatabase()
    private val url: String = cluster.reached(database.url)
    private val connection: Connection = DriverManager.getConnection(database.jdbcUrl)
    private lateinit var name: String
    private lateinit var script: Path

    init {
        machine.environment["PATH"] = "${machine.bin}:/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin"
        machine.environment["JAVA_HOME"] = "${Path(System.getProperty("java.home"))}"
        machine.environment["MYDRIVER_CACHE"] = "$SHARED_CACHE"
        // Not in the script, which is compiled once for all tests in which it reads the same.
        machine.environment["MYDRIVER_DATABASE"] = url
        machine.environment += cluster.environment
    }

    /**
     * Writes [text] as the script of the experiment [name] and inserts its trials; the rest of [words] is for insert.
     */
    fun experiment(name: String, text: String, vararg words: String): Ran {
        script = machine.write("$name.exp.kts", text)
        use(name, script)
        return succeed("insert", *words)
    }

    /** Inserts the trials of the example `digits`, with short training; the rest of [words] is for insert. */
    fun digits(vararg words: String): Ran {
        val example = projectFolder.resolve("examples/digits")
        for (file in listOf("digits.csv.gz", "network.kts")) example.resolve(file).copyTo(folder.resolve(file))
        val text = example.resolve("digits.exp.kts").readText()
        val short = text.replace("epochs: Int = 20", "epochs: Int = 2")
        check(short != text) { "the example has changed" }
        return experiment("digits", short, *words)
    }

    /** From now on everything is about the experiment [name] of [script]. */
    fun use(name: String, script: Path) {
        this.name = name
        this.script = script
    }

    /** Puts a program before those of the system, on the path of whoever dispatches. */
    fun program(name: String, text: String): Path = machine.program(name, text)

    fun write(name: String, text: String): Path = machine.write(name, text)

    /** Sets a variable of whoever dispatches. */
    fun variable(name: String, value: String) = machine.environment.set(name, value)

    val databaseUrl: String
        get() = url

    /** Runs mydriver on the script. */
    fun run(vararg words: String): Ran = machine.run(*through.toTypedArray(), Machine.launcher, script, *words)

    /** The same, for what must succeed. */
    fun succeed(vararg words: String): Ran = run(*words).also { withClue("$it") { it.code shouldBe 0 } }

    /** Waits until all [trials] are done. */
    fun awaitDone(trials: Int, limit: Duration = 9.minutes, meanwhile: () -> Unit = {}) = told {
        await("$trials trials done", limit) {
            meanwhile()
            done().takeIf { it == trials }
        }
    }

    /** Runs [look], and tells the whole story if it fails. */
    fun <T> told(look: () -> T): T = withClue({ story() }) { look() }

    /**
     * Does what [disturb] says while no trial of [counting] gets past its tenth step: however slow the machine, those
     * that are underway stay so.
     */
    fun <T> holding(disturb: () -> T): T {
        val hold = folder.resolve("hold").createFile()
        return try {
            disturb()
        } finally {
            hold.deleteExisting()
        }
    }

    /** Waits until workers are at just so many [trials]. */
    fun awaitUnderway(trials: Int) = told { await("$trials trials underway") { running().takeIf { it == trials } } }

    /** How many trials a worker is at. */
    fun running(): Int = number("SELECT count(*) FROM %attempt WHERE started IS NOT NULL AND ended IS NULL")

    /** What the trial [number] of [counting] did, step by step. */
    fun steps(number: Int): List<Int> = folder.resolve("steps-$number").readLines().map { it.toInt() }

    /** From now on each call of one of [programs] by whoever dispatches, and by workers, is noted when it has ended. */
    fun noting(vararg programs: String): Calls {
        val log = folder.resolve("calls")
        for (name in programs) machine.program(name, Calls.noting(name, log))
        return Calls(log)
    }

    /** The same for one program, with commands of a shell [before] and [after] each call. */
    fun noting(name: String, before: String, after: String): Calls {
        val log = folder.resolve("calls")
        machine.program(name, Calls.noting(name, log, before, after))
        return Calls(log)
    }

    fun done(): Int = number("SELECT count(*) FROM %trial WHERE status = 'DONE'")

    /** Every one of [trials] ended once, and no attempt of any other worker ended it too. */
    fun everyTrialDoneOnce(trials: Int) = told {
        statuses() shouldBe mapOf("DONE" to trials)
        val ends = "SELECT count(*), count(DISTINCT trial) FROM %attempt WHERE outcome = 'DONE'"
        rows(ends) shouldBe listOf(listOf("$trials", "$trials"))
        rows("SELECT trial FROM %attempt WHERE outcome IS NULL OR ended IS NULL") shouldBe emptyList()
    }

    fun statuses(): Map<String, Int> =
        rows("SELECT status, count(*) FROM %trial GROUP BY status").associate { (status, n) -> status to n.toInt() }

    fun number(sql: String): Int = rows(sql).single().single().toInt()

    /** Runs SQL in which `%trial` stands for the table of trials. */
    fun rows(sql: String): List<List<String>> =
        connection.createStatement().use { statement ->
            statement.executeQuery(sql.replace(Regex("%(\\w+)")) { "\"${name}_${it.groupValues[1]}\"" }).use { rows ->
                buildList {
                    while (rows.next()) add((1..rows.metaData.columnCount).map { "${rows.getString(it)}" })
                }
            }
        }

    /** The native ids of all submissions, oldest first. */
    fun nativeIds(): List<String> =
        rows("SELECT native_id FROM %submission WHERE native_id IS NOT NULL ORDER BY sent").map { it.single() }

    /** What somebody needs to know who wonders why it failed. */
    private fun story(): String {
        val tables =
            listOf(
                "SELECT id, status, attempts, failures, claimed_by, error FROM %trial ORDER BY id LIMIT 30",
                "SELECT trial, number, worker, host, native_id, array_index, started, ended, outcome, cause, error " +
                    "FROM %attempt ORDER BY trial, number LIMIT 60",
                "SELECT tag, state, scheduler, native_id, workers, error FROM %submission",
                "SELECT id, host, pid, state, submission, heartbeat FROM %worker",
            )
        val logs =
            folder.walk().filter { it.toString().endsWith(".log") }.map { "== $it\n${it.readText().takeLast(SHOWN)}" }
        val scheduler = cluster.folder.listDirectoryEntries("*.log").map { "== $it\n${it.readText().takeLast(SHOWN)}" }
        return tables.joinToString("\n") { sql -> "$sql\n" + rows(sql).joinToString("\n") } +
            (logs + scheduler).joinToString("\n", prefix = "\n")
    }

    override fun close() {
        connection.close()
    }

    companion object {
        private const val SHOWN = 3000

        /** Scripts that are alike need not be compiled by each test. */
        val SHARED_CACHE: Path = projectFolder.resolve("driver-runtime/target/clusters/cache").createDirectories()
    }
}
