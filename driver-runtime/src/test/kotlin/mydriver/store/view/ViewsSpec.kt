package mydriver.store.view

import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldBeUnique
import io.kotest.matchers.collections.shouldContainAll
import io.kotest.matchers.collections.shouldHaveSize
import io.kotest.matchers.ints.shouldBeAtMost
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldStartWith
import mydriver.model.DatabaseError
import mydriver.model.Params
import mydriver.store.TableSet
import mydriver.store.TableSetUrl
import mydriver.store.TestPlace
import mydriver.store.counting
import mydriver.store.gridOf
import mydriver.store.insert
import mydriver.store.query.SystemColumn
import mydriver.store.query.ran

private val system = SystemColumn.entries.map { it.label }

/** The names, types and rows of the view, as any other program sees them. */
private class Seen(val names: List<String>, val types: List<String>, val rows: List<List<Any?>>) {
    fun column(name: String): List<Any?> = rows.map { it[names.indexOf(name)] }

    fun type(name: String): String = types[names.indexOf(name)]
}

private fun TestPlace.view(url: TableSetUrl): Seen =
    bare(url).use { connection ->
        connection.createStatement().use { statement ->
            statement.executeQuery("SELECT * FROM \"${url.name}_view\" ORDER BY id").use { rows ->
                val count = rows.metaData.columnCount
                val found = buildList { while (rows.next()) add((1..count).map { rows.getObject(it) }) }
                Seen(
                    (1..count).map { rows.metaData.getColumnName(it) },
                    (1..count).map { rows.metaData.getColumnTypeName(it) },
                    found,
                )
            }
        }
    }

class ViewsSpec :
    FunSpec({
        for (place in TestPlace.all) {
            context(place.label) {
                val postgres = place == TestPlace.postgres

                test("a view has one typed column per param and metric, beside what every trial has") {
                    val url = place.url()
                    TableSet.open(url).use { tableSet ->
                        tableSet.insert(
                            gridOf(
                                Params.of("lr" to 0.1, "n" to 3, "opt" to "ADAM", "b" to true, "none" to null),
                                Params.of("lr" to Double.NaN),
                            )
                        )
                        tableSet.ran(mapOf("loss" to 0.25, "note" to "it's"), mapOf("loss" to Double.NEGATIVE_INFINITY))
                        val result = tableSet.views.create()
                        result shouldBe
                            ViewResult(
                                "${url.name}_view",
                                system + listOf("lr", "n", "opt", "b", "none", "loss", "note"),
                                true,
                            )
                        val seen = place.view(url)
                        seen.names shouldBe result.columns
                        // As text, because NaN is not equal to itself.
                        seen.column("lr").map { "$it" } shouldBe listOf("0.1", if (postgres) "NaN" else "null")
                        seen.column("loss") shouldBe listOf(0.25, Double.NEGATIVE_INFINITY)
                        seen.column("n").map { (it as Number?)?.toLong() } shouldBe listOf(3L, null)
                        seen.column("opt") shouldBe listOf("ADAM", null)
                        seen.column("b") shouldBe listOf(if (postgres) true else 1, null)
                        seen.column("none") shouldBe listOf(null, null)
                        seen.column("note") shouldBe listOf("it's", null)
                        "${seen.column("created")[0]}" shouldStartWith "20"
                        if (postgres)
                            listOf("lr", "n", "opt", "b", "created").map(seen::type) shouldBe
                                listOf("float8", "int8", "text", "bool", "timestamptz")
                    }
                }

                test("columns are appended when something new appears, and only then is anything done") {
                    val url = place.url()
                    TableSet.open(url).use { tableSet ->
                        tableSet.insert(gridOf(Params.of("a" to 1)))
                        tableSet.views.refreshIfPresent() shouldBe null
                        tableSet.views.outdated() shouldBe false
                        tableSet.views.create()
                        tableSet.views.refreshIfPresent()!!.changed shouldBe false
                        tableSet.ran(mapOf("loss" to 0.5))
                        tableSet.views.refreshIfPresent() shouldBe
                            ViewResult("${url.name}_view", system + listOf("a", "loss"), true)
                        if (postgres) place.execute(url, "CREATE VIEW t_others AS SELECT a, loss FROM t_view")
                        tableSet.insert(gridOf(Params.of("a" to 1, "B" to 2), Params.of("a" to 1, "LOSS" to 0.5)))
                        tableSet.views.refreshIfPresent() shouldBe
                            ViewResult("${url.name}_view", system + listOf("a", "loss", "B", "params.LOSS"), true)
                        tableSet.views.create().changed shouldBe false
                        place.view(url).column("params.LOSS") shouldBe listOf(null, null, 0.5)
                        place.view(url).column("loss")[0] shouldBe 0.5
                    }
                }

                test("a column whose type changes is changed, unless others depend on it") {
                    val url = place.url()
                    TableSet.open(url).use { tableSet ->
                        tableSet.insert(gridOf(Params.of("a" to 1, "z" to 1)))
                        tableSet.views.create()
                        tableSet.insert(gridOf(Params.of("a" to 0.5, "z" to 2)))
                        tableSet.views.refreshIfPresent()!!.changed shouldBe true
                        place.view(url).names.takeLast(2) shouldBe listOf("a", "z")
                        place.view(url).column("a").map { (it as Number).toDouble() } shouldBe listOf(1.0, 0.5)
                        if (postgres) {
                            place.execute(url, "CREATE VIEW t_others AS SELECT z FROM t_view")
                            tableSet.insert(gridOf(Params.of("a" to 0.5, "z" to 2.5)))
                            shouldThrow<DatabaseError> { tableSet.views.create() }.message shouldContain
                                "drop what depends on it"
                            place.view(url).column("a").size shouldBe 3
                        }
                    }
                }

                test(
                    "names are kept whatever they are, told apart where they differ in case only, and shortened with a hash"
                ) {
                    val url = place.url()
                    val long = "x".repeat(61)
                    val names =
                        listOf(
                            "it's",
                            "a\"b",
                            "back\\slash",
                            "x\"; DROP TABLE t_trial; --",
                            "größe",
                            "🙂",
                            "select",
                            "a\nb",
                            "/* */",
                            "model.layers",
                            "?",
                            "\${x}",
                        )
                    val awkward =
                        listOf("lr", "LR", "ID", "Seed", "params.lr", long + "abc", long + "abd", "é".repeat(40))
                    TableSet.open(url).use { tableSet ->
                        tableSet.insert(
                            gridOf(Params.of((names + awkward).mapIndexed { i, name -> name to i }.toMap()))
                        )
                        tableSet.ran(mapOf("it's" to 0.5))
                        val made = tableSet.views.create().columns
                        made.shouldBeUnique()
                        made.map { it.lowercase() }.shouldBeUnique()
                        made shouldHaveSize system.size + names.size + awkward.size + 1
                        for (name in made) name.toByteArray().size shouldBeAtMost ViewNames.LONGEST
                        made shouldContainAll
                            names - "it's" +
                                listOf(
                                    "params.it's",
                                    "metrics.it's",
                                    "params.lr",
                                    "params.params.lr",
                                    "params.ID",
                                    "params.Seed",
                                )
                        made.single { it.startsWith("params.LR") } shouldStartWith "params.LR~"
                        val seen = place.view(url)
                        seen.names shouldBe made
                        names.drop(1).forEachIndexed { i, name ->
                            (seen.column(name).single() as Number).toInt() shouldBe i + 1
                        }
                        seen.column("metrics.it's") shouldBe listOf(0.5)
                        tableSet.views.refreshIfPresent()!!.changed shouldBe false
                        place.count(url) shouldBe 1
                    }
                }

                test("two hundred columns are no trouble") {
                    val url = place.url()
                    TableSet.open(url).use { tableSet ->
                        tableSet.insert(gridOf(Params.of(List(200) { "param_$it" to it }.toMap())))
                        tableSet.ran(List(200) { "metric_$it" to it * 0.5 }.toMap())
                        tableSet.views.create().columns shouldHaveSize system.size + 400
                        place.view(url).column("metric_199") shouldBe listOf(99.5)
                    }
                }

                test("a view is dropped, and what is not ours is left alone") {
                    val url = place.url()
                    TableSet.open(url).use { tableSet ->
                        tableSet.insert(counting(1))
                        tableSet.views.drop() shouldBe false
                        tableSet.views.create()
                        tableSet.views.drop() shouldBe true
                        tableSet.views.drop() shouldBe false
                        place.execute(url, "CREATE VIEW t_view AS SELECT 1 AS mine")
                        for (refused in listOf({ tableSet.views.create() }, { tableSet.views.drop() })) shouldThrow<
                                DatabaseError
                            > {
                                refused()
                            }
                            .message shouldContain "was not made by mydriver"
                        tableSet.views.refreshIfPresent() shouldBe null
                        place.query(url, "SELECT mine FROM t_view").single().toString() shouldBe "1"
                    }
                }
            }
        }
    })
