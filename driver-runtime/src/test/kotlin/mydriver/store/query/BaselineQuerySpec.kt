package mydriver.store.query

import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.shouldBe
import mydriver.dsl.buildExperiment
import mydriver.model.Experiment
import mydriver.store.InsertRequest
import mydriver.store.TableSet
import mydriver.store.TestPlace

private enum class Rule {
    SGD,
    ADAM,
}

private data class Old(val lr: Double)

private data class New(
    val lr: Double,
    val momentum: Double = 0.9,
    val rule: Rule = Rule.ADAM,
    val steps: Int = 10,
    val nesterov: Boolean = true,
    val clip: Double? = null,
    val note: String = "it's \\ \"new\"",
)

private data class Wider(val lr: Double, val steps: Double = 10.0)

private inline fun <reified P : Any> of(vararg points: P): Experiment<P> =
    buildExperiment("job", P::class.java) { grid { points.forEach { trial(it) } } }

private fun <P : Any> TableSet.put(experiment: Experiment<P>) =
    inserts.insert(InsertRequest(experiment, experiment.grid!!))

class BaselineQuerySpec :
    FunSpec({
        for (place in TestPlace.all) {
            context("a param that a row lacks reads as its baseline on ${place.label}") {
                val tableSet by lazy {
                    TableSet.open(place.url()).also {
                        it.put(of(Old(0.1)))
                        it.put(
                            of(
                                New(
                                    0.2,
                                    momentum = 0.5,
                                    rule = Rule.SGD,
                                    steps = 3,
                                    nesterov = false,
                                    clip = 1.0,
                                    note = "",
                                )
                            )
                        )
                    }
                }
                afterSpec { tableSet.close() }

                test("in a listing and in a trial") {
                    val columns = listOf("momentum", "rule", "steps", "nesterov", "clip", "note")
                    tableSet.listed(ListRequest(columns = columns)) shouldBe
                        listOf(
                            listOf(0.9, "ADAM", 10L, true, null, "it's \\ \"new\""),
                            listOf(0.5, "SGD", 3L, false, 1.0, ""),
                        )
                    tableSet.queries.trial(1)!!.params["momentum"] shouldBe 0.9
                }

                test("in a condition and in an order") {
                    val every = "momentum = 0.9 AND rule = 'ADAM' AND steps % 4 = 2 AND nesterov AND clip IS NULL"
                    tableSet.ids(ListRequest("$every AND note = 'it''s \\ \"new\"'")) shouldBe listOf(1L)
                    tableSet.ids(ListRequest(sort = SortKey("momentum"))) shouldBe listOf<Long>(2, 1)
                    tableSet.ids(ListRequest(sort = SortKey("steps"))) shouldBe listOf<Long>(2, 1)
                }

                test("after its kind has widened too") {
                    TableSet.open(place.url()).use { other ->
                        other.put(of(Old(0.1)))
                        other.put(of(New(0.2, steps = 3)))
                        other.put(of(Wider(0.3, 2.5)))
                        other.listed(ListRequest(columns = listOf("steps"), sort = SortKey("steps"))) shouldBe
                            listOf(listOf(2.5), listOf(3.0), listOf(10.0))
                        other.ids(ListRequest("steps IS NULL")).shouldBeEmpty()
                    }
                }
            }
        }
    })
