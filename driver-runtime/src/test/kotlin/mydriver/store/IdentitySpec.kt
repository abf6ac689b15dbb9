package mydriver.store

import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import kotlin.time.Duration.Companion.minutes
import mydriver.dsl.buildExperiment
import mydriver.job.NonIdentity
import mydriver.model.Experiment
import mydriver.model.InsertCounts
import mydriver.model.Resources

private enum class Optimizer {
    SGD,
    ADAM,
}

private data class First(val lr: Double)

private data class WithDefault(val lr: Double, val momentum: Double = 0.9)

private data class OtherDefault(val lr: Double, val momentum: Double = 0.5)

private data class Dependent(val lr: Double, val decay: Double = lr / 10)

private data class Nullable(val lr: Double, val clip: Double? = null)

private data class WithEnum(val lr: Double, val optimizer: Optimizer = Optimizer.ADAM)

private data class Model(val layers: Int = 2, val width: Int = 64)

private data class Nested(val lr: Double, val model: Model = Model())

private data class NestedOtherwise(val lr: Double, val model: Model = Model(layers = 3))

private data class WithThreads(val lr: Double, @NonIdentity val threads: Int = 4)

private data class Whole(val lr: Double, val steps: Int = 10)

private data class Fractional(val lr: Double, val steps: Double = 10.0)

private data class Throwing(val lr: Double, val size: Int = require(lr > 1e9) { "no default" }.let { 1 })

private inline fun <reified P : Any> of(vararg points: P): Experiment<P> =
    buildExperiment("job", P::class.java) { grid { points.forEach { trial(it) } } }

private fun <P : Any> TableSet.put(experiment: Experiment<P>) =
    inserts.insert(InsertRequest(experiment, experiment.grid!!))

/** [after] replaces [before] in the script; [counts] is what inserting it then does. */
private class Edit(
    val what: String,
    val before: Experiment<*>,
    val after: Experiment<*>,
    val counts: InsertCounts,
)

private val edits =
    listOf(
        Edit("a param is added with a default", of(First(0.1)), of(WithDefault(0.1)), InsertCounts(present = 1)),
        Edit(
            "... and set to something else",
            of(First(0.1)),
            of(WithDefault(0.1, 0.7)),
            InsertCounts(new = 1, gone = 1),
        ),
        Edit("a default is changed", of(WithDefault(0.1)), of(OtherDefault(0.1)), InsertCounts(new = 1, gone = 1)),
        Edit(
            "... with the old value given",
            of(WithDefault(0.1)),
            of(OtherDefault(0.1, 0.9)),
            InsertCounts(present = 1),
        ),
        Edit("a param is removed", of(WithDefault(0.1)), of(First(0.1)), InsertCounts(present = 1)),
        Edit(
            "... that was not at its default",
            of(WithDefault(0.1, 0.7)),
            of(First(0.1)),
            InsertCounts(new = 1, gone = 1),
        ),
        Edit("a nullable param is added", of(First(0.1)), of(Nullable(0.1)), InsertCounts(present = 1)),
        Edit("an enum param is added", of(First(0.1)), of(WithEnum(0.1)), InsertCounts(present = 1)),
        Edit("an enum param is set", of(First(0.1)), of(WithEnum(0.1, Optimizer.SGD)), InsertCounts(new = 1, gone = 1)),
        Edit("a nested class is added", of(First(0.1)), of(Nested(0.1)), InsertCounts(present = 1)),
        Edit(
            "... whose default differs from its own",
            of(First(0.1)),
            of(NestedOtherwise(0.1)),
            InsertCounts(present = 1),
        ),
        Edit(
            "... and set to what its class defaults to",
            of(First(0.1)),
            of(NestedOtherwise(0.1, Model())),
            InsertCounts(new = 1, gone = 1),
        ),
        Edit("a param outside identity is added", of(First(0.1)), of(WithThreads(0.1, 16)), InsertCounts(changed = 1)),
        Edit(
            "a param outside identity is changed",
            of(WithThreads(0.1, 2), WithThreads(0.2)),
            of(WithThreads(0.1, 8), WithThreads(0.2)),
            InsertCounts(present = 1, changed = 1),
        ),
        Edit("an Int becomes a Double", of(Whole(0.1, 30)), of(Fractional(0.1, 30.0)), InsertCounts(present = 1)),
        Edit("... with its default left", of(Whole(0.1)), of(Fractional(0.1)), InsertCounts(present = 1)),
        Edit("a Double becomes an Int", of(Fractional(0.1, 30.0)), of(Whole(0.1, 30)), InsertCounts(present = 1)),
        Edit(
            "a default depends on other params",
            of(Dependent(0.1), Dependent(0.2)),
            of(Dependent(0.1), Dependent(0.2, 0.02), Dependent(0.2, 0.03)),
            InsertCounts(new = 1, present = 2),
        ),
        Edit(
            "a default throws",
            of(Throwing(0.1, 5)),
            of(Throwing(0.1, 5), Throwing(0.1, 1)),
            InsertCounts(new = 1, present = 1),
        ),
    )

class IdentitySpec :
    FunSpec({
        for (place in TestPlace.all) {
            context(place.label) {
                for (edit in edits) {
                    test("when ${edit.what}, identities are as told, dry or not") {
                        TableSet.open(place.url()).use { tableSet ->
                            tableSet.put(edit.before)
                            fun <P : Any> dry(experiment: Experiment<P>) =
                                tableSet.inserts.insert(InsertRequest(experiment, experiment.grid!!, dry = true))
                            dry(edit.after) shouldBe edit.counts
                            tableSet.put(edit.after) shouldBe edit.counts
                            tableSet.put(edit.after).new shouldBe 0
                        }
                    }
                }

                test("a trial from before a default was changed still runs with the old value") {
                    TableSet.open(place.url()).use { tableSet ->
                        tableSet.put(of(First(0.1)))
                        tableSet.put(of(WithDefault(0.1), WithDefault(0.2)))
                        tableSet.put(of(OtherDefault(0.1), OtherDefault(0.3)))
                        val points =
                            tableSet.claims.claim("w", 10, 1.minutes, Resources()).map {
                                of<OtherDefault>().codec.decode(it.params)
                            }
                        points shouldBe
                            listOf(
                                OtherDefault(0.1, 0.9),
                                OtherDefault(0.2, 0.9),
                                OtherDefault(0.1, 0.5),
                                OtherDefault(0.3, 0.5),
                            )
                    }
                }

                test("a record's params always count and are bound again") {
                    TableSet.open(place.url()).use { tableSet ->
                        tableSet.put(of(PointRecord(0.1, 3, "a"))) shouldBe InsertCounts(new = 1)
                        tableSet.put(of(PointRecord(0.1, 3, "a"), PointRecord(0.1, 4, "a"))) shouldBe
                            InsertCounts(new = 1, present = 1)
                        val claim = tableSet.claims.claim("w", 1, 1.minutes, Resources()).single()
                        of<PointRecord>().codec.decode(claim.params) shouldBe PointRecord(0.1, 3, "a")
                    }
                }

                test("the name of the job counts") {
                    TableSet.open(place.url()).use { tableSet ->
                        val one = of(First(0.1))
                        tableSet.put(one)
                        tableSet.put(one.copy(name = "other")) shouldBe InsertCounts(new = 1, gone = 1)
                    }
                }
            }
        }
    })
