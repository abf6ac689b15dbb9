package mydriver.store.query

import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldContain
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import mydriver.model.Kind
import mydriver.model.Params
import mydriver.model.Status
import mydriver.model.UsageError
import mydriver.store.TableSet
import mydriver.store.TestPlace
import mydriver.store.counting
import mydriver.store.gridOf
import mydriver.store.insert

class ListSpec :
    FunSpec({
        for (place in TestPlace.all) {
            context(place.label) {
                test("what went in comes out, in all columns, by the shortest names that mean one column") {
                    TableSet.open(place.url()).use { tableSet ->
                        val first =
                            Params.of(
                                "lr" to 0.1,
                                "n" to Long.MIN_VALUE,
                                "s" to "it's \"q\"\n🙂 \\ \u001f",
                                "b" to true,
                                "seed" to 7,
                            )
                        tableSet.insert(gridOf(first, Params.of("lr" to -0.0, "n" to 9007199254740993, "x.y" to null)))
                        tableSet.ran(mapOf("loss" to 0.25, "n" to 3L, "note" to "fine"))
                        tableSet.queries.list(ListRequest()).use { rows ->
                            rows.columns.map { it.label } shouldBe
                                listOf(
                                    "id",
                                    "status",
                                    "lr",
                                    "params.n",
                                    "s",
                                    "b",
                                    "params.seed",
                                    "x.y",
                                    "loss",
                                    "metrics.n",
                                    "note",
                                )
                            rows.next() shouldBe
                                listOf(1L, "DONE", 0.1, Long.MIN_VALUE, first["s"], true, 7L, null, 0.25, 3L, "fine")
                            rows.next() shouldBe
                                listOf(2L, "QUEUED", -0.0, 9007199254740993, null, null, null, null, null, null, null)
                            rows.hasNext() shouldBe false
                        }
                    }
                }

                test("special doubles and extreme ones are read back bit for bit") {
                    TableSet.open(place.url()).use { tableSet ->
                        val values =
                            listOf(
                                Double.NaN,
                                Double.POSITIVE_INFINITY,
                                Double.NEGATIVE_INFINITY,
                                -0.0,
                                4.9e-324,
                                1.7976931348623157e308,
                                1e22,
                                0.1 + 0.2,
                            )
                        tableSet.insert(gridOf(*values.map { Params.of("x" to it) }.toTypedArray()))
                        val read = tableSet.listed(ListRequest(columns = listOf("x"))).map { it.single() as Double }
                        read.map { it.toRawBits() } shouldBe values.map { it.toRawBits() }
                    }
                }

                test(
                    "sorting puts NaN after numbers, missing after NaN, open trials last, and keeps the order of ids among equals"
                ) {
                    TableSet.open(place.url()).use { tableSet ->
                        tableSet.insert(counting(9))
                        tableSet.ran(
                            mapOf("loss" to 0.5),
                            mapOf("loss" to Double.NaN),
                            mapOf("other" to 1.0),
                            mapOf("loss" to -1e300),
                            mapOf("loss" to 0.5),
                            mapOf("loss" to Double.POSITIVE_INFINITY),
                            mapOf("loss" to Double.NEGATIVE_INFINITY),
                        )
                        tableSet.ran(mapOf("loss" to -2e300), end = null)
                        tableSet.ids(ListRequest(sort = SortKey("loss"))) shouldBe
                            listOf<Long>(7, 4, 1, 5, 6, 2, 3, 8, 9)
                        tableSet.ids(ListRequest(sort = SortKey("loss", descending = true))) shouldBe
                            listOf<Long>(6, 1, 5, 4, 7, 2, 3, 8, 9)
                        tableSet.ids(ListRequest(sort = SortKey("i", descending = true), limit = 2)) shouldBe
                            listOf<Long>(9, 8)
                        tableSet.ids(ListRequest(sort = SortKey("status"))).last() shouldBe 8L
                    }
                }

                test("text is sorted byte by byte and booleans false first") {
                    TableSet.open(place.url()).use { tableSet ->
                        val words = listOf("b", "B", "é", "a", "", "z", "🙂", "\uFFFD")
                        tableSet.insert(
                            gridOf(
                                *words
                                    .mapIndexed { i, word -> Params.of("w" to word, "odd" to (i % 2 == 1)) }
                                    .toTypedArray()
                            )
                        )
                        tableSet.listed(ListRequest(sort = SortKey("w"), columns = listOf("w"))).map {
                            it.single()
                        } shouldBe listOf("", "B", "a", "b", "z", "é", "\uFFFD", "🙂")
                        tableSet.ids(ListRequest(sort = SortKey("odd"))) shouldBe listOf<Long>(1, 3, 5, 7, 2, 4, 6, 8)
                    }
                }

                test("ids, statuses, where and limit hold together") {
                    TableSet.open(place.url()).use { tableSet ->
                        tableSet.insert(counting(20))
                        tableSet.ran(*Array(10) { mapOf("loss" to it * 0.1) })
                        val ids = listOf(15L..16L, 3L..8L, 8L..9L, 10L..9L, 4L..4L)
                        tableSet.ids(ListRequest(ids = ids)) shouldBe (3L..9L) + (15L..16L)
                        tableSet.ids(
                            ListRequest(ids = ids, statuses = setOf(Status.DONE), where = "loss > 0.35 OR i = 2")
                        ) shouldBe listOf<Long>(3, 5, 6, 7, 8, 9)
                        tableSet.ids(
                            ListRequest(
                                ids = ids,
                                statuses = setOf(Status.DONE),
                                where = "loss > 0.35 OR i = 2",
                                limit = 2,
                            )
                        ) shouldBe listOf<Long>(3, 5)
                        tableSet.ids(ListRequest(ids = emptyList())) shouldBe emptyList()
                        tableSet.ids(ListRequest(limit = 0)) shouldBe emptyList()
                        tableSet.ids(ListRequest(ids = (1L..20L step 2).map { it..it })) shouldBe
                            (1L..20L step 2).toList()
                        tableSet.queries.count(
                            ListRequest(statuses = setOf(Status.DONE, Status.QUEUED), where = "i >= 5", limit = 3)
                        ) shouldBe 15
                        tableSet.queries.counts() shouldBe
                            Status.entries.associateWith { if (it == Status.DONE || it == Status.QUEUED) 10L else 0L }
                    }
                }

                test("columns are chosen by names and patterns, each once, in the order asked for") {
                    TableSet.open(place.url()).use { tableSet ->
                        tableSet.insert(
                            gridOf(Params.of("lr" to 0.1, "model.layers" to 2, "model.width" to 3, "a*b" to 1))
                        )
                        tableSet.ran(mapOf("loss" to 1.0, "error" to 2.0))
                        fun labels(vararg patterns: String) =
                            tableSet.queries.list(ListRequest(columns = patterns.toList())).use { rows ->
                                rows.columns.map { it.label }
                            }
                        labels("metrics.*", "lr", "id", "lr") shouldBe listOf("loss", "metrics.error", "lr", "id")
                        labels("model.*") shouldBe listOf("model.layers", "model.width")
                        labels("a*b") shouldBe listOf("a*b")
                        labels("params.*") shouldBe listOf("lr", "model.layers", "model.width", "a*b")
                        labels("trial.*").take(3) shouldBe listOf("id", "status", "replicate")
                        val refusal = shouldThrow<UsageError> { labels("lx", "nope.*", "error") }
                        refusal.message!!.lines().size shouldBe 3
                        refusal.message shouldContain "columns: there is no column \"lx\"; did you mean lr"
                        refusal.message shouldContain "\"error\" is ambiguous: write trial.error or metrics.error"
                        shouldThrow<UsageError> { tableSet.ids(ListRequest(sort = SortKey("los"))) }
                            .message shouldContain "sort: there is no column \"los\"; did you mean loss"
                    }
                }

                test("names with anything in them are columns like others") {
                    TableSet.open(place.url()).use { tableSet ->
                        val names =
                            listOf(
                                "it's",
                                "a\"b",
                                "back\\slash",
                                "x; DROP TABLE t_trial",
                                "größe",
                                "🙂",
                                "SELECT",
                                "a\nb",
                                "$",
                                "%",
                                "?",
                                "[0]",
                                "0",
                                "LR",
                                "lr",
                                "#-1",
                                "trial.id",
                            )
                        tableSet.insert(
                            gridOf(Params.of(names.mapIndexed { i, name -> name to i }.toMap()), Params.of("lr" to 99))
                        )
                        names.forEachIndexed { i, name ->
                            val quoted = "\"" + name.replace("\"", "\"\"") + "\""
                            tableSet.ids(
                                ListRequest(where = "params.$quoted = $i", sort = SortKey("params.$name"))
                            ) shouldBe listOf(1L)
                            tableSet
                                .listed(ListRequest(columns = listOf("params.$name"), limit = 1))
                                .single()
                                .single() shouldBe i.toLong()
                        }
                        place.count(tableSet.url) shouldBe 2
                    }
                }

                test(
                    "numbers of different kinds compare exactly as whole numbers and as doubles otherwise; times are times"
                ) {
                    TableSet.open(place.url()).use { tableSet ->
                        tableSet.insert(
                            gridOf(
                                Params.of("n" to 9007199254740993, "r" to 9007199254740992.0),
                                Params.of("n" to 3, "r" to 2.5),
                            )
                        )
                        tableSet.ids(ListRequest("n = 9007199254740993")) shouldBe listOf(1L)
                        tableSet.ids(ListRequest("n = 9007199254740992")) shouldBe emptyList()
                        tableSet.ids(ListRequest("n = 9007199254740992.0")) shouldBe listOf(1L)
                        tableSet.ids(ListRequest("n = r")) shouldBe listOf(1L)
                        tableSet.ids(ListRequest("n > r AND n / 2 = 1.5 AND r * 2 = 5 AND n IN (1, 2.5, 3)")) shouldBe
                            listOf(2L)
                        tableSet.ids(
                            ListRequest("n / 0 IS NULL AND n % 0 IS NULL AND length('🙂é') = 2 AND upper('aé') = 'Aé'")
                        ) shouldBe listOf<Long>(1, 2)
                        tableSet.ids(
                            ListRequest("created > '2020-01-01' AND created < '2999-12-31' AND ended IS NULL")
                        ) shouldBe listOf<Long>(1, 2)
                        tableSet.ids(
                            ListRequest("trial.status = 'QUEUED' AND status LIKE 'Q%' AND NOT status LIKE 'q%'")
                        ) shouldBe listOf<Long>(1, 2)
                        tableSet.ids(ListRequest("n = 3 OR FALSE")) shouldBe listOf(2L)
                    }
                }

                test("a metric that is text now and then is text, and its numbers are neither found nor lost") {
                    TableSet.open(place.url()).use { tableSet ->
                        tableSet.insert(counting(2))
                        tableSet.ran(mapOf("m" to 0.5), mapOf("m" to "none"))
                        tableSet.queries.columns().single { it.name == "m" }.kind shouldBe Kind.TEXT
                        tableSet.ids(ListRequest("m = 'none'")) shouldBe listOf(2L)
                        tableSet.listed(ListRequest(columns = listOf("m"))) shouldBe listOf(listOf(0.5), listOf("none"))
                        tableSet.ids(ListRequest(sort = SortKey("m"))) shouldBe listOf<Long>(2, 1)
                    }
                }

                test(
                    "the longest expressions are run: thousands of alternatives, thousands of values, the deepest nesting"
                ) {
                    TableSet.open(place.url()).use { tableSet ->
                        tableSet.insert(counting(3))
                        val alternatives = List(6_000) { "i=$it" }.joinToString(" OR ")
                        tableSet.ids(ListRequest(alternatives)) shouldBe listOf<Long>(1, 2, 3)
                        tableSet.ids(ListRequest("i IN (${List(32_000) { 1 }.joinToString(",")})")) shouldBe listOf(2L)
                        tableSet.ids(ListRequest(List(90) { "(" }.joinToString("") + "i = 2" + ")".repeat(90))) shouldBe
                            listOf(3L)
                        tableSet.ids(ListRequest("i" + " + 1".repeat(90) + " = 92")) shouldBe listOf(3L)
                        tableSet.ids(ListRequest("NOT ".repeat(90) + "i = 2")) shouldBe listOf(3L)
                    }
                }
            }
        }
    })
