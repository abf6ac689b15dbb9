package mydriver.store

import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldHaveSize
import io.kotest.matchers.nulls.shouldNotBeNull
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import java.util.concurrent.Executors
import mydriver.store.tables.TableSetTables
import org.jetbrains.exposed.v1.jdbc.transactions.transaction
import org.jetbrains.exposed.v1.migration.jdbc.MigrationUtils

private val addColumn = Migration { store -> listOf("ALTER TABLE ${store.table("trial")} ADD COLUMN note TEXT") }
private val addIndex = Migration { store ->
    listOf("CREATE INDEX \"${store.url.name}_trial_note\" ON ${store.table("trial")} (note)")
}

private fun <T> TestPlace.withStore(url: TableSetUrl, options: StoreOptions = StoreOptions(), block: (Store) -> T): T =
    Store(url, options).use(block)

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
                        // Indexes are declared in SQL, where Exposed does not see them.
                        transaction(store.exposed) {
                            MigrationUtils.statementsRequiredForDatabaseMigration(
                                    *tables.all.toTypedArray(),
                                    withLogs = false,
                                )
                                .filterNot { it.startsWith("DROP INDEX") }
                        } shouldBe emptyList()
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
                    place.withStore(url) { Schema(it, listOf(addColumn)).open().version shouldBe 2 }
                    place.withStore(url) { Schema(it, listOf(addColumn, addIndex)).open().version shouldBe 3 }
                    place.withStore(url) { Schema(it, listOf(addColumn, addIndex)).open().uid shouldBe uid }
                    place.query(url, "SELECT count(*) FROM t_trial WHERE note IS NULL").map {
                        (it as Number).toInt()
                    } shouldBe listOf(2)
                }

                test("a migration that fails leaves the old schema") {
                    val url = place.url()
                    TableSet.open(url).close()
                    val broken = Migration { store ->
                        addColumn.statements(store) + "ALTER TABLE nothing ADD COLUMN x TEXT"
                    }
                    place.withStore(url) { store ->
                        shouldThrow<java.sql.SQLException> { Schema(store, listOf(broken)).open() }
                    }
                    place.withStore(url) { Schema(it).open().version shouldBe 1 }
                    place.withStore(url) { Schema(it, listOf(addColumn)).open().version shouldBe 2 }
                }

                test("a newer table set is refused with the way out") {
                    val url = place.url()
                    TableSet.open(url).close()
                    place.execute(url, "UPDATE t_meta SET version = 99")
                    for (readOnly in listOf(true, false)) shouldThrow<NewerTableSet> {
                            TableSet.open(url, StoreOptions(readOnly = readOnly))
                        }
                        .message shouldContain "schema version 99; this mydriver knows up to 1: update mydriver"
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
