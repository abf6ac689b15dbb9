package mydriver.store

import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldHaveSize
import io.kotest.matchers.nulls.shouldNotBeNull
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import java.util.concurrent.Executors
import kotlin.time.Duration.Companion.minutes
import mydriver.model.Params
import mydriver.model.Resources
import mydriver.store.tables.TableSetTables
import org.jetbrains.exposed.v1.jdbc.transactions.transaction
import org.jetbrains.exposed.v1.migration.jdbc.MigrationUtils

private val addColumn = Migration { store -> listOf("ALTER TABLE ${store.table("trial")} ADD COLUMN note TEXT") }
private val addIndex = Migration { store ->
    listOf("CREATE INDEX \"${store.url.name}_trial_note\" ON ${store.table("trial")} (note)")
}

private fun <T> TestPlace.withStore(url: TableSetUrl, options: StoreOptions = StoreOptions(), block: (Store) -> T): T =
    Store(url, options).use(block)

/** What the tables declare and the database lacks; indexes are declared in SQL, where Exposed does not see them. */
private fun missing(tables: TableSetTables): List<String> =
    MigrationUtils.statementsRequiredForDatabaseMigration(*tables.all.toTypedArray(), withLogs = false).filterNot {
        it.startsWith("DROP INDEX")
    }

/** Makes the tables as version 1 did, with a trial that failed once and waits to run again. */
private fun makeVersion1(place: TestPlace, url: TableSetUrl) {
    val golden = SchemaSpec::class.java.getResource("schema-1-${place.label.lowercase()}.sql").shouldNotBeNull()
    for (sql in golden.readText().replace("golden_", "${url.name}_").split(";\n")) if (sql.isNotBlank())
        place.execute(url, sql)
    for (sql in
        listOf(
            "INSERT INTO t_meta (uid, version, created) VALUES ('from1', 1, 0)",
            "INSERT INTO t_name (namespace, name, kind, position, identity) VALUES ('param', 'i', 'integer', 0, TRUE)",
            "INSERT INTO t_trial (fingerprint, replicate, params, metrics, status, priority, attempts, failures, " +
                "not_before, seed, cpus, gpus, created) VALUES ('f', 0, '{\"i\":7}', '{}', 'QUEUED', 1, 1, 1, 0, 5, 2, 0, 0)",
            "INSERT INTO t_attempt (trial, number, worker, host, pid, outcome) VALUES (1, 1, 'w0', 'h', 1, 'FAILED')",
        )) place.execute(url, sql)
}

private fun indexes(place: TestPlace, url: TableSetUrl): Set<String> {
    val sql =
        if (url.isSqlite) "SELECT name FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
        else "SELECT indexname FROM pg_indexes WHERE tablename LIKE '${url.name}\\_%'"
    return place.query(url, sql).map { "$it".removePrefix(url.name) }.toSet()
}

private val CURRENT = Migrations.all.size + 1

class SchemaSpec :
    FunSpec({
        for (place in TestPlace.all) {
            context(place.label) {
                test("the statements that make the tables are the recorded ones") {
                    val made = place.withStore(place.url("golden")) { Schema(it).creation() }
                    val golden = "/mydriver/store/schema-${place.label.lowercase()}.sql"
                    val recorded = SchemaSpec::class.java.getResource(golden).shouldNotBeNull().readText()
                    made.joinToString(";\n", postfix = ";\n") shouldBe recorded
                }

                test("what was made is what the tables declare") {
                    val url = place.url()
                    TableSet.open(url).close()
                    place.withStore(url) { store ->
                        val tables = TableSetTables(url.name, store.dialect)
                        transaction(store.exposed) { missing(tables) } shouldBe emptyList()
                    }
                }

                test("eight processes that make it at once make one") {
                    val url = place.url()
                    val threads = Executors.newFixedThreadPool(8)
                    try {
                        val uids =
                            List(8) { threads.submit<String> { TableSet.open(url).use { it.uid } } }.map { it.get() }
                        uids.toSet() shouldHaveSize 1
                    } finally {
                        threads.shutdown()
                    }
                }

                test("an older table set is brought forward step by step, once, keeping its uid and rows") {
                    val url = place.url()
                    val uid =
                        TableSet.open(url).use {
                            it.insert(counting(2))
                            it.uid
                        }
                    place.withStore(url) { Schema(it, Migrations.all + addColumn).open().version shouldBe CURRENT + 1 }
                    val both = Migrations.all + addColumn + addIndex
                    place.withStore(url) { Schema(it, both).open().version shouldBe CURRENT + 2 }
                    place.withStore(url) { Schema(it, both).open().uid shouldBe uid }
                    place.query(url, "SELECT count(*) FROM t_trial WHERE note IS NULL").map {
                        (it as Number).toInt()
                    } shouldBe listOf(2)
                }

                test("a table set of version 1 is brought up with its rows") {
                    val url = place.url()
                    makeVersion1(place, url)
                    TableSet.open(url).use { tableSet ->
                        tableSet.uid shouldBe "from1"
                        tableSet.schemaVersion shouldBe CURRENT
                        place.query(url, "SELECT host FROM t_trial") shouldBe listOf("h")
                        val claim = tableSet.claims.claim("w1", 10, 1.minutes, Resources(cpus = 2)).single()
                        claim.params shouldBe Params.of("i" to 7)
                        listOf(claim.attempt, claim.row.failures, claim.row.losses, claim.row.stalls) shouldBe
                            listOf(2L, 1L, 0L, 0L)
                        claim.row.needs shouldBe Resources(cpus = 2)
                        tableSet.finish(claim, AttemptEnd(Outcome.DONE))
                        tableSet.queries.attempts(1).map { it.number to it.outcome } shouldBe
                            listOf(1L to "FAILED", 2L to "DONE")
                    }
                    place.withStore(url) { store ->
                        val tables = TableSetTables(url.name, store.dialect)
                        transaction(store.exposed) { missing(tables) } shouldBe emptyList()
                    }
                    indexes(place, url) shouldBe indexes(place, place.url().also { TableSet.open(it).close() })
                }

                test("a migration that fails leaves the old schema") {
                    val url = place.url()
                    TableSet.open(url).close()
                    val broken = Migration { store ->
                        addColumn.statements(store) + "ALTER TABLE nothing ADD COLUMN x TEXT"
                    }
                    place.withStore(url) { store ->
                        shouldThrow<java.sql.SQLException> { Schema(store, Migrations.all + broken).open() }
                    }
                    place.withStore(url) { Schema(it).open().version shouldBe CURRENT }
                    place.withStore(url) { Schema(it, Migrations.all + addColumn).open().version shouldBe CURRENT + 1 }
                }

                test("a newer table set is refused with the way out") {
                    val url = place.url()
                    TableSet.open(url).close()
                    place.execute(url, "UPDATE t_meta SET version = 99")
                    for (readOnly in listOf(true, false)) shouldThrow<NewerTableSet> {
                            TableSet.open(url, StoreOptions(readOnly = readOnly))
                        }
                        .message shouldContain "schema version 99; this mydriver knows up to $CURRENT: update mydriver"
                }

                test("reading makes nothing, neither tables nor a file") {
                    val url = place.url()
                    shouldThrow<NothingInserted> { TableSet.open(url, StoreOptions(readOnly = true)) }
                        .message shouldContain "nothing has been inserted"
                    url.file?.let { java.nio.file.Files.exists(it) shouldBe false }
                    TableSet.open(url).use { it.insert(counting(1)) }
                    TableSet.open(url, StoreOptions(readOnly = true)).use { it.names.all() shouldHaveSize 1 }
                }

                test("table sets of one database do not touch each other, whatever their names") {
                    val first = place.url("select")
                    val others =
                        listOf("Select2", "select_", "x".repeat(40)).map { name ->
                            if (first.isSqlite) TableSetUrl.ofFile(first.file!!, name) else place.url(name)
                        }
                    for ((i, url) in (others + first).withIndex()) TableSet.open(url).use { it.insert(counting(i + 1)) }
                    TableSet.open(first).use { it.housekeeping.clear(force = false) shouldBe 4 }
                    for ((i, url) in others.withIndex()) TableSet.open(url).use {
                        it.insert(counting(0)).gone shouldBe i + 1L
                    }
                }
            }
        }
    })
