package mydriver.store.query

import io.kotest.assertions.throwables.shouldThrow
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldHaveSize
import io.kotest.matchers.collections.shouldNotContain
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.nulls.shouldNotBeNull
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldNotContain
import java.nio.file.Path
import java.sql.Connection
import mydriver.model.DatabaseError
import mydriver.model.Params
import mydriver.model.Status
import mydriver.store.Names
import mydriver.store.Store
import mydriver.store.StoreOptions
import mydriver.store.TableSet
import mydriver.store.TableSetUrl
import mydriver.store.TestPlace
import mydriver.store.gridOf
import mydriver.store.insert

private const val AWKWARD = "it's \"x\" \\ *?/ é\n"

/** What a table set consists of, in which 100 trials are many. */
private class Opened(val url: TableSetUrl) : AutoCloseable {
    val store = Store(url, StoreOptions())
    val names = Names(store)
    val queries = Queries(store, names)
    val indexes = Indexes(store, names, large = 100)

    fun <T> plans(place: TestPlace, request: ListRequest, explain: (Connection, SqlText) -> T): List<T> =
        place.bare(url).use { connection ->
            queries.ordered("t.id", Columns(names.known()), request).stretches.map { explain(connection, it) }
        }

    override fun close() = store.close()
}

private fun TestPlace.plan(connection: Connection, sql: SqlText): String =
    connection
        .prepareStatement("${if (this === TestPlace.sqlite) "EXPLAIN QUERY PLAN" else "EXPLAIN"} $sql LIMIT 5")
        .use {
            sql.bind(it)
            it.executeQuery().use { rows ->
                val last = rows.metaData.columnCount
                buildString { while (rows.next()) appendLine(rows.getString(last)) }
            }
        }

/** Fills a table set of which two in three trials are done, with ties, NaN, infinities, missing and open ones. */
private fun filled(place: TestPlace, count: Int = 900): TableSetUrl {
    val url = place.url()
    TableSet.open(url).use { tableSet ->
        tableSet.insert(
            gridOf(*Array(count) { Params.of("i" to it, "x" to (it * 7919 % 101) / 10.0, AWKWARD to it % 5) })
        )
        tableSet.ran(*Array(3) { mapOf("loss" to 0.5, "steps" to 1L, AWKWARD to 1.5) })
        tableSet.ran(mapOf("loss" to 0.25), end = null)
    }
    val loss =
        "CASE id % 17 WHEN 0 THEN '\"NaN\"' WHEN 1 THEN '\"Infinity\"' WHEN 2 THEN '\"-0.0\"' WHEN 3 THEN 'null' " +
            "ELSE CAST((id * 7919 % 97) * 1.5 AS TEXT) END"
    val json = if (place === TestPlace.sqlite) "" else "CAST"
    val text = "('{\"loss\":' || $loss || ',\"steps\":' || (id % 9) || '}')"
    place.execute(
        url,
        "UPDATE t_trial SET status = CASE id % 4 WHEN 0 THEN 'FAILED' ELSE 'DONE' END, " +
            "metrics = ${if (json.isEmpty()) text else "CAST($text AS JSONB)"} WHERE id > 4 AND id % 3 <> 0",
    )
    return url
}

private fun requests(column: String): List<ListRequest> =
    listOf(false, true).flatMap { descending ->
        val all = ListRequest(sort = SortKey(column, descending), limit = 5)
        listOf(all, all.copy(statuses = setOf(Status.DONE)), all.copy(where = "i >= 0"))
    }

/** The first words of a plan's lines: what PostgreSQL calls its nodes. */
private fun nodes(plan: String): List<String> =
    plan
        .lines()
        .map { it.trim().removePrefix("->").trim() }
        .filterNot { it.startsWith("Sort Key") }
        .map { it.substringBefore(' ') }

class IndexesSpec :
    FunSpec({
        for (place in TestPlace.all) {
            context(place.label) {
                test(
                    "a small table set has no indexes for sorting and counting, a large one those that are asked for"
                ) {
                    val url = filled(place)
                    TableSet.open(url).use {
                        it.indexes.lacking(SortKey("loss")).shouldBeNull()
                        it.indexes.lackingStates().shouldBeNull()
                    }
                    Opened(url).use {
                        val index = it.indexes.lacking(SortKey("loss")).shouldNotBeNull()
                        index.by shouldBe "loss"
                        index.trials shouldBe 900
                        it.indexes.make(index) shouldBe true
                        it.indexes.lacking(SortKey("loss", descending = true)).shouldBeNull()
                        it.indexes.lacking(SortKey("metrics.loss")).shouldBeNull()
                        it.indexes.lacking(SortKey("created")).shouldBeNull()
                        it.indexes.lacking(SortKey("no such column")).shouldBeNull()
                        it.indexes.make(it.indexes.lackingStates().shouldNotBeNull()) shouldBe true
                        it.indexes.lackingStates().shouldBeNull()
                    }
                }

                test("the first trials by a metric or param are read from the index, whatever else is asked") {
                    Opened(filled(place)).use { opened ->
                        opened.indexes.make(opened.indexes.lackingStates()!!)
                        for (column in listOf("loss", "steps", "x", "metrics.$AWKWARD", "params.$AWKWARD")) {
                            val index = opened.indexes.lacking(SortKey(column))!!
                            opened.indexes.make(index)
                            // As it is in use: PostgreSQL takes its statistics by itself, SQLite does not.
                            if (place === TestPlace.postgres) place.execute(opened.url, "ANALYZE")
                            for (request in requests(column)) {
                                val plan = opened.plans(place, request, place::plan).first()
                                withClue("$request: $plan") {
                                    plan shouldContain index.name
                                    plan shouldNotContain "USE TEMP B-TREE FOR ORDER BY"
                                    nodes(plan) shouldNotContain "Sort"
                                }
                                val sql = opened.plans(place, request) { _, sql -> sql.toString().uppercase() }
                                for (text in sql) text shouldNotContain "OFFSET"
                            }
                        }
                    }
                }

                test("the first trials of an order are the same with an index, without one, and when all are read") {
                    Opened(filled(place)).use { opened ->
                        fun ids(request: ListRequest) =
                            opened.queries.list(request.copy(columns = listOf("trial.id"))).use { rows ->
                                rows.asSequence().map { it.single() as Long }.toList()
                            }
                        for (column in
                            listOf("loss", "steps", "x", "i", "params.$AWKWARD", "status", "error")) for (descending in
                            listOf(false, true)) for (statuses in
                            listOf(emptySet(), setOf(Status.DONE), setOf(Status.QUEUED, Status.FAILED))) {
                            val all = ListRequest(sort = SortKey(column, descending), statuses = statuses)
                            val whole = ids(all)
                            for (limit in listOf(0, 1, 50, 400, 620, 900, 10_000)) {
                                val some = all.copy(limit = limit)
                                ids(some) shouldBe whole.take(limit)
                                opened.queries.page(some).map { it.id } shouldBe whole.take(limit)
                            }
                            opened.indexes.lacking(SortKey(column))?.let { opened.indexes.make(it) }
                            ids(all.copy(limit = 600)) shouldBe whole.take(600)
                        }
                    }
                }

                test("counting by state reads an index only") {
                    Opened(filled(place, 3_000)).use { opened ->
                        val index = opened.indexes.lackingStates()!!
                        opened.indexes.make(index)
                        place.execute(
                            opened.url,
                            if (place === TestPlace.sqlite) "ANALYZE" else "VACUUM ANALYZE t_trial",
                        )
                        val table = opened.store.table("trial")
                        val sql =
                            SqlText(opened.store.dialect.queries)
                                .add("SELECT t.status, count(*) FROM $table t GROUP BY 1")
                        val plan =
                            place.bare(opened.url).use { connection ->
                                // So narrow a table is as fast to read itself.
                                if (place === TestPlace.postgres)
                                    connection.createStatement().use { it.execute("SET enable_seqscan = off") }
                                place.plan(connection, sql)
                            }
                        plan shouldContain index.name
                        plan shouldContain if (place === TestPlace.sqlite) "COVERING INDEX" else "Index Only Scan"
                    }
                }

                test("an index follows a metric whose kind widens, and its predecessor goes") {
                    val url = filled(place)
                    Opened(url).use { opened ->
                        opened.indexes.make(opened.indexes.lacking(SortKey("steps"))!!)
                        place.execute(url, "UPDATE t_name SET kind = 'real' WHERE name = 'steps'")
                        opened.indexes.make(opened.indexes.lacking(SortKey("steps"))!!)
                        val prefix = "${url.name}_by_"
                        opened.store.connections.read { opened.store.dialect.indexes.names(it, prefix) } shouldHaveSize
                            1
                    }
                }

                test("there are a few indexes at most, and the others are sorted without") {
                    val url = place.url()
                    TableSet.open(url).use { tableSet ->
                        val points = Array(100) { Params.of((0..9).associate { i -> "p$i" to it * i }) }
                        tableSet.insert(gridOf(*points))
                    }
                    Opened(url).use { opened ->
                        val made = (0..9).mapNotNull { opened.indexes.lacking(SortKey("p$it")) }
                        made shouldHaveSize 10
                        made.take(Indexes.MOST).forEach { opened.indexes.make(it) shouldBe true }
                        opened.indexes.lacking(SortKey("p9")).shouldBeNull()
                    }
                }

                test("the newest trials are read from the end of the table") {
                    Opened(filled(place)).use { opened ->
                        val request = ListRequest(sort = SortKey("trial.id", descending = true), limit = 1)
                        val plan = opened.plans(place, request, place::plan).single()
                        withClue(plan) {
                            plan shouldNotContain "USE TEMP B-TREE"
                            nodes(plan) shouldNotContain "Sort"
                        }
                    }
                }

                test("who reads all trials in an order sorts them, which is faster than going by the index") {
                    Opened(filled(place)).use { opened ->
                        opened.indexes.make(opened.indexes.lacking(SortKey("loss"))!!)
                        val plan = opened.plans(place, ListRequest(sort = SortKey("loss")), place::plan).single()
                        plan shouldNotContain "_by_"
                    }
                }
            }
        }

        test("an index that was given up on PostgreSQL is made anew, and who may only read goes without") {
            val place = TestPlace.postgres
            val url = filled(place)
            Opened(url).use { opened ->
                val index = opened.indexes.lacking(SortKey("loss"))!!
                opened.indexes.make(index)
                place.execute(
                    url,
                    "UPDATE pg_index SET indisvalid = FALSE WHERE indexrelid = to_regclass(quote_ident('${index.name}'))",
                )
                opened.indexes.make(opened.indexes.lacking(SortKey("loss"))!!) shouldBe true
                opened.indexes.lacking(SortKey("loss")).shouldBeNull()
            }
        }

        test("who may only read is told so, and sorts without an index") {
            val place = TestPlace.postgres
            val url = filled(place)
            val reader = "reader_${url.name}"
            place.execute(url, "CREATE ROLE $reader LOGIN")
            for (part in listOf("trial", "name", "meta")) place.execute(url, "GRANT SELECT ON t_$part TO $reader")
            val server = url.server!!
            val text = "postgres://$reader@${server.host}:${server.port}/${server.database}?table=${url.name}"
            Opened(TableSetUrl.parse(text, Path.of("/"), null) { null }).use { opened ->
                val index = opened.indexes.lacking(SortKey("loss")).shouldNotBeNull()
                shouldThrow<DatabaseError> { opened.indexes.make(index) }.message shouldContain "owner"
                opened.queries.page(ListRequest(sort = SortKey("loss"), limit = 5)) shouldHaveSize 5
            }
        }
    })
