package mydriver.store

import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldHaveSize
import io.kotest.matchers.collections.shouldNotContain
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import java.util.concurrent.Executors
import java.util.concurrent.Future
import mydriver.model.ConfigurationError
import mydriver.model.Grid
import mydriver.model.InsertCounts
import mydriver.model.Params

class InsertSpec :
    FunSpec({
        for (place in TestPlace.all) {
            context(place.label) {
                test("a grid is counted the same by a dry run, before and after it is inserted") {
                    val url = place.url()
                    val points = listOf(1, 2, 3, 2).map { Params.of("lr" to it * 0.1) }
                    val grid = Grid { sink -> points.forEach(sink) }
                    TableSet.open(url).use { tableSet ->
                        tableSet.insert(gridOf(Params.of("lr" to 0.1), Params.of("lr" to 9.5)))
                        val expected = InsertCounts(new = 2, present = 1, repeated = 1, gone = 1)

                        tableSet.insert(grid, dry = true) shouldBe expected
                        place.count(url) shouldBe 2
                        tableSet.insert(grid) shouldBe expected
                        place.count(url) shouldBe 4
                        tableSet.insert(grid) shouldBe InsertCounts(present = 3, repeated = 1, gone = 1)
                    }
                }

                test("a dry run against no table set counts as the first insert does and leaves nothing behind") {
                    val url = place.url()
                    val request = InsertRequest(untyped(), gridOf(Params.of("a" to 1), Params.of("a" to 1)))

                    CollectedPoints(request).use(Inserts::planForNew) shouldBe InsertCounts(new = 1, repeated = 1)
                    shouldThrow<NothingInserted> { TableSet.open(url, StoreOptions(readOnly = true)) }
                    TableSet.open(url).use { it.inserts.insert(request) } shouldBe InsertCounts(new = 1, repeated = 1)
                }

                test("ids follow the order of the grid and are wasted neither on duplicates nor on a dry run") {
                    val url = place.url()
                    TableSet.open(url).use { tableSet ->
                        tableSet.insert(counting(10))
                        tableSet.insert(counting(12), dry = true)
                        tableSet.insert(counting(12))
                        tableSet.insert(counting(14))
                    }
                    place.query(url, "SELECT id FROM t_trial ORDER BY id").map { (it as Number).toLong() } shouldBe
                        (1L..14L).toList()
                }

                test("four inserters at once leave each point once") {
                    val url = place.url()
                    val threads = Executors.newFixedThreadPool(4)
                    try {
                        val counts =
                            List(4) {
                                    threads.submit<InsertCounts> {
                                        TableSet.open(url).use { it.insert(counting(1_000)) }
                                    }
                                }
                                .map(Future<InsertCounts>::get)
                        counts.sumOf { it.new } shouldBe 1_000
                        counts.sumOf { it.present } shouldBe 3_000
                    } finally {
                        threads.shutdown()
                    }
                    place.count(url) shouldBe 1_000
                    place.query(url, "SELECT uid FROM t_meta") shouldHaveSize 1
                }

                test("a grid that throws leaves nothing behind") {
                    val url = place.url()
                    val broken =
                        Grid<Params> { sink ->
                            for (i in 0 until 50_001) sink(Params.of("i" to i))
                            throw ArithmeticException("at the end")
                        }
                    TableSet.open(url).use { tableSet ->
                        shouldThrow<ArithmeticException> { tableSet.insert(broken) }
                        for (part in listOf("trial", "name", "event")) place.count(url, part) shouldBe 0
                        tableSet.insert(counting(2)).new shouldBe 2
                    }
                }

                test("replicates are filled up and have seeds of their own") {
                    val url = place.url()
                    TableSet.open(url).use { tableSet ->
                        tableSet.insert(counting(2)) shouldBe InsertCounts(new = 2)
                        tableSet.insert(counting(2), replicates = 3) shouldBe InsertCounts(new = 4, present = 2)
                        tableSet.insert(counting(2), replicates = 3) shouldBe InsertCounts(present = 6)
                        tableSet.insert(counting(1), replicates = 2) shouldBe InsertCounts(present = 2, gone = 3)
                    }
                    place.query(url, "SELECT DISTINCT seed FROM t_trial") shouldHaveSize 6
                    place.query(url, "SELECT DISTINCT replicate FROM t_trial") shouldHaveSize 3
                }

                test("forced duplicates become the next replicates") {
                    val url = place.url()
                    TableSet.open(url).use { tableSet ->
                        tableSet.insert(counting(2), replicates = 2)
                        tableSet.insert(counting(1), force = true) shouldBe InsertCounts(new = 1, gone = 2)
                        tableSet.insert(counting(1), replicates = 2, force = true).new shouldBe 2
                    }
                    val first =
                        "SELECT replicate FROM t_trial WHERE fingerprint = (SELECT fingerprint FROM t_trial WHERE id = 1)"
                    place.query(url, "$first ORDER BY replicate").map { (it as Number).toLong() } shouldBe
                        (0L..4L).toList()
                }

                test("a void trial does not count as a duplicate") {
                    val url = place.url()
                    TableSet.open(url).use { tableSet ->
                        tableSet.insert(counting(2))
                        place.execute(url, "UPDATE t_trial SET status = 'VOID' WHERE id = 1")
                        tableSet.insert(counting(2)) shouldBe InsertCounts(new = 1, present = 1)
                    }
                }

                test("an empty grid inserts nothing and finds what is gone") {
                    TableSet.open(place.url()).use { tableSet ->
                        tableSet.insert(counting(0)) shouldBe InsertCounts()
                        tableSet.insert(counting(3))
                        tableSet.insert(counting(0)) shouldBe InsertCounts(gone = 3)
                    }
                }

                test("one event covers all trials of an insert") {
                    TableSet.open(place.url(), StoreOptions(host = "laptop")).use { tableSet ->
                        tableSet.insert(counting(5))
                        tableSet.events.of(3).map { it.event } shouldBe
                            listOf(Event("INSERTED", 1L..5L, host = "laptop"))
                    }
                }

                test("an integer param that is declared real later keeps its trials") {
                    TableSet.open(place.url()).use { tableSet ->
                        tableSet.insert(gridOf(Params.of("n" to 1), Params.of("n" to 2)))
                        tableSet.insert(gridOf(Params.of("n" to 1.0), Params.of("n" to 2.5))) shouldBe
                            InsertCounts(new = 1, present = 1, gone = 1)
                        tableSet.names.all().map { it.kind?.label to it.firstKind?.label } shouldBe
                            listOf("real" to "integer")
                    }
                }

                test("text where there were numbers is refused with the name, the rule and the way out") {
                    val url = place.url()
                    TableSet.open(url).use { tableSet ->
                        tableSet.insert(gridOf(Params.of("n" to 1, "m" to true)))
                        val refusal =
                            shouldThrow<ConfigurationError> {
                                tableSet.insert(gridOf(Params.of("n" to "one", "m" to 2, "new" to 1)))
                            }
                        refusal.message shouldContain "param \"n\" is text in the script and integer in the table set"
                        refusal.message shouldContain
                            "param \"m\" is integer in the script and boolean in the table set"
                        refusal.message shouldContain "give the new one another name"
                        tableSet.names.all().map { it.name } shouldNotContain "new"
                        shouldThrow<ConfigurationError> {
                                tableSet.insert(gridOf(Params.of("x" to 1), Params.of("x" to "1")))
                            }
                            .message shouldContain "in some points of the grid and text in others"
                    }
                    place.count(url) shouldBe 1
                }

                test("a plain map from Java is inserted, and 1 is not \"1\"") {
                    TableSet.open(place.url()).use { tableSet ->
                        tableSet
                            .insert(
                                "train",
                                listOf(mapOf("lr" to 0.1, "deep" to true), mapOf("lr" to 0.2f, "deep" to false)),
                            )
                            .new shouldBe 2
                        tableSet.insert("other", listOf(mapOf("lr" to 0.1, "deep" to true))) shouldBe
                            InsertCounts(new = 1, gone = 2)
                    }
                    TableSet.open(place.url()).use { it.insert("a", listOf(mapOf("x" to 1))).new shouldBe 1 }
                }
            }
        }
    })
