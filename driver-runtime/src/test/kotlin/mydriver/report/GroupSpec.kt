package mydriver.report

import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.doubles.plusOrMinus
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import mydriver.model.Params
import mydriver.model.Status
import mydriver.model.UsageError
import mydriver.store.Outcome
import mydriver.store.TableSet
import mydriver.store.TestPlace
import mydriver.store.gridOf
import mydriver.store.insert
import mydriver.store.query.GroupOrder
import mydriver.store.query.GroupRequest
import mydriver.store.query.ListRequest
import mydriver.store.query.ran

private const val NAME = "it's \"SELECT\" <b> x.y\nÜ"
private val everything = ListRequest()

private fun TableSet.grouped(request: GroupRequest, judge: Judge? = null): List<Group> =
    Group.read(groups, request, judge).use { it.asSequence().toList() }

private fun Group.cell(name: String) = params.entries.single { it.key.name == name }.value

private fun Group.mean(name: String) = metrics.entries.single { it.key.name == name }.value.mean

class GroupSpec :
    FunSpec({
        for (place in TestPlace.all) {
            context(place.label) {
                test("replicates of a point are a group, of which only what is done counts") {
                    TableSet.open(place.url()).use { tableSet ->
                        tableSet.insert(
                            gridOf(Params.of(NAME to 0.5, "s" to "a"), Params.of(NAME to 1.5, "s" to "b")),
                            replicates = 3,
                        )
                        val losses = listOf(1.0, 2.0, 4.0, 7.0, 7.0)
                        tableSet.ran(*losses.map { mapOf(NAME to it, "epochs" to 3L, "note" to "x") }.toTypedArray())
                        tableSet.ran(mapOf(NAME to 99.0), end = Outcome.FAILED)
                        val groups = tableSet.grouped(GroupRequest(everything), Judge("metrics.$NAME", false))
                        val byPoint = groups.associateBy { it.cell(NAME) }
                        groups.map { it.trials } shouldBe listOf(3L, 3L)
                        groups.sumOf { it.done } shouldBe 5
                        groups.flatMap { it.metrics.keys.map { column -> column.name } }.distinct() shouldContainExactly
                            listOf(NAME, "epochs")
                        val rows =
                            tableSet.queries.list(ListRequest(statuses = setOf(Status.DONE))).use { list ->
                                val at = list.columns.indexOfFirst { it.qualified == "metrics.$NAME" }
                                val point = list.columns.indexOfFirst { it.qualified == "params.$NAME" }
                                list.asSequence().groupBy({ it[point] }, { it[at] as Double })
                            }
                        for ((point, values) in rows) {
                            byPoint.getValue(point).mean(NAME) shouldBe values.average().plusOrMinus(1e-12)
                            (values.min() in byPoint.getValue(point).trial) shouldBe true
                        }
                    }
                }

                test("groups are sorted by mean, by extreme or by param; NaN and then nothing come last both ways") {
                    TableSet.open(place.url()).use { tableSet ->
                        tableSet.insert(
                            gridOf(*(0..5).map { Params.of("i" to it, "b" to (it % 2 == 0)) }.toTypedArray())
                        )
                        tableSet.insert(
                            gridOf(*(0..5).map { Params.of("i" to it, "b" to (it % 2 == 0)) }.toTypedArray()),
                            2,
                        )
                        val values =
                            mapOf(
                                0L to listOf(3.0, 5.0),
                                1L to listOf(Double.NaN, 0.0),
                                2L to listOf(1.0, 6.5),
                                3L to listOf(1e301, 1e301),
                                4L to listOf(Double.NEGATIVE_INFINITY, 1.0),
                            )
                        val seen = HashMap<Long, Int>()
                        val points = tableSet.trials().map { it.params.long("i") }
                        tableSet.ran(
                            *points
                                .map { i ->
                                    val nth = seen.merge(i, 1, Int::plus)!! - 1
                                    values[i]?.let { mapOf("m" to it[nth] as Any) } ?: mapOf("other" to 1L)
                                }
                                .toTypedArray()
                        )
                        fun order(order: GroupOrder, limit: Int? = null) =
                            tableSet.grouped(GroupRequest(everything.copy(limit = limit), order = order)).map {
                                it.cell("i")
                            }
                        order(GroupOrder("m")) shouldBe listOf<Long>(4, 2, 0, 3, 1, 5)
                        order(GroupOrder("m"), limit = 2) shouldBe listOf<Long>(4, 2)
                        order(GroupOrder("m", descending = true)) shouldBe listOf<Long>(3, 0, 2, 4, 1, 5)
                        order(GroupOrder("m", mean = false)) shouldBe listOf<Long>(4, 1, 2, 0, 3, 5)
                        order(GroupOrder("m", descending = true, mean = false)) shouldBe listOf<Long>(3, 2, 0, 4, 1, 5)
                        order(GroupOrder("i", descending = true)).first() shouldBe 5L
                        order(GroupOrder("b")) shouldBe listOf<Long>(1, 3, 5, 0, 2, 4)
                        order(GroupOrder("id", descending = true)).size shouldBe 6
                    }
                }

                test("groups can be made of some params, or over some, by the values these read as") {
                    TableSet.open(place.url()).use { tableSet ->
                        val points =
                            listOf(1, 2).flatMap { fold ->
                                listOf(0.1, 0.30000000000000004, 0.3, null).map {
                                    Params.of("lr" to it, "fold" to fold, "s" to "a,'b'")
                                }
                            }
                        tableSet.insert(gridOf(*points.toTypedArray()))
                        val over = tableSet.grouped(GroupRequest(everything, over = listOf("fold")))
                        over.map { it.cell("lr") } shouldBe listOf(0.1, 0.30000000000000004, 0.3, null)
                        over.map { it.trials } shouldBe listOf<Long>(2, 2, 2, 2)
                        over.map { it.cell("fold") } shouldBe listOf(null, null, null, null)
                        val by = tableSet.grouped(GroupRequest(everything, by = listOf("params.fold", "s")))
                        by.map { it.cell("fold") to it.trials } shouldBe listOf(1L to 4L, 2L to 4L)
                        tableSet.grouped(GroupRequest(everything.copy(where = "fold = 2 AND lr < 0.2"))).size shouldBe 1
                    }
                }

                test("all that is wrong is told at once") {
                    TableSet.open(place.url()).use { tableSet ->
                        tableSet.insert(gridOf(Params.of("lr" to 0.1)))
                        val told =
                            shouldThrow<UsageError> {
                                    tableSet.grouped(
                                        GroupRequest(
                                            ListRequest(where = "lx < 1", columns = listOf("ly")),
                                            by = listOf("id"),
                                            order = GroupOrder("status"),
                                        )
                                    )
                                }
                                .message!!
                        for (part in
                            listOf(
                                "\"lx\"",
                                "\"ly\"",
                                "trial.id is no param",
                                "groups have no status",
                            )) told shouldContain part
                    }
                }
            }
        }
    })
