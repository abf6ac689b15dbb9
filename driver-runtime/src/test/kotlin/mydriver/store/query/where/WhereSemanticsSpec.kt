package mydriver.store.query.where

import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.kotest.property.arbitrary.arbitrary
import io.kotest.property.checkAll
import mydriver.store.TableSet
import mydriver.store.TestPlace
import mydriver.store.query.ListRequest

class WhereSemanticsSpec :
    FunSpec({
        val tableSets =
            TestPlace.all.associateWith { place ->
                lazy { TableSet.open(place.url()).also { it.insert("job", SampleTrials.points) } }
            }

        afterSpec { for (tableSet in tableSets.values) if (tableSet.isInitialized()) tableSet.value.close() }

        fun idsBy(place: TestPlace, where: String): List<Long> =
            tableSets.getValue(place).value.queries.list(ListRequest(where, columns = listOf("trial.id"))).use { rows ->
                rows.asSequence().map { it[0] as Long }.toList()
            }

        for (place in TestPlace.all) {
            test("${place.label} agrees with the reference on generated expressions") {
                val formulas = arbitrary { Formulas(it.random).condition(it.random.nextInt(5)) }
                checkAll(300, formulas) { formula ->
                    val expected = SampleTrials.points.indices.filter { formula.value(SampleTrials.points[it]) == true }
                    withClue(formula.text) {
                        idsBy(place, formula.text).map { it - 1 } shouldBe expected.map { it.toLong() }
                    }
                }
            }

            test("${place.label} agrees with the reference on every pair of numbers") {
                val numbers = SampleTrials.DOUBLES.filter { it.isFinite() }
                for (operator in listOf("+", "-", "*", "/", "%")) {
                    for (value in numbers) {
                        // The result is compared with itself calculated here, by way of equality and of being NULL.
                        val points = SampleTrials.points
                        val expected = points.indices.filter { calculated(operator, points[it]["r"], value) == null }
                        withClue("r $operator $value IS NULL") {
                            idsBy(place, "r $operator $value IS NULL").map { it - 1 } shouldBe
                                expected.map { it.toLong() }
                        }
                    }
                }
            }
        }
    })
