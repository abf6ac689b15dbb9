package mydriver.command.points

import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.datatest.withData
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.property.Arb
import io.kotest.property.arbitrary.int
import io.kotest.property.arbitrary.list
import io.kotest.property.checkAll
import mydriver.command.Declared
import mydriver.dsl.buildExperiment
import mydriver.model.Experiment
import mydriver.model.Params
import mydriver.model.UsageError

private data class Needy(val lr: Double, val layers: Int) {
    init {
        require(layers > 0) { "layers is $layers, not positive" }
    }
}

/** What words, sweeps and fixed values make of a grid. */
class PointPlanSpec :
    FunSpec({
        val typed = buildExperiment("typed", Declared::class.java) {}
        val untyped = buildExperiment("untyped", Params::class.java) {}
        val needy =
            buildExperiment("needy", Needy::class.java) {
                grid { for (lr in listOf(0.1, 0.2)) for (layers in 1..2) trial(Needy(lr, layers)) }
            }

        fun <P : Any> points(experiment: Experiment<P>, plan: PointPlan): List<Map<String, Any?>> {
            val points = ArrayList<Map<String, Any?>>()
            plan.grid(experiment, experiment.grid).emit { points += experiment.codec.encode(it).toMap() }
            return points
        }
        fun values(word: String, experiment: Experiment<*> = typed) =
            points(experiment, PointPlan(listOf(word))).map { it[word.substringBefore('=')] }
        fun fault(experiment: Experiment<*>, plan: PointPlan) =
            shouldThrow<UsageError> { points(experiment, plan) }.message.orEmpty()

        context("a word lists values, or ranges of numbers") {
            withData(
                nameFn = { it.first },
                "lr=0.1,0.01" to listOf(0.1, 0.01),
                "lr=NaN,-0.0,1e-3" to listOf(Double.NaN, -0.0, 0.001),
                "lr=0..0.5..0.1" to listOf(0.0, 0.1, 0.2, 0.3, 0.4, 0.5),
                "lr=0.3..0..0.1" to listOf(0.3, 0.2, 0.1, 0.0),
                "lr=1..3" to listOf(1.0, 2.0, 3.0),
                "lr=1..2,9" to listOf(1.0, 2.0, 9.0),
                "model.layers=2..4" to listOf(2L, 3L, 4L),
                "model.layers=4..2" to listOf(4L, 3L, 2L),
                "model.layers=-3..3..3" to listOf(-3L, 0L, 3L),
                "model.layers=0..10..4" to listOf(0L, 4L, 8L),
                "model.layers=10..0..-5" to listOf(10L, 5L, 0L),
                "steps=9223372036854775806..9223372036854775807" to listOf(Long.MAX_VALUE - 1, Long.MAX_VALUE),
                "optimizer=SGD,ADAM" to listOf("SGD", "ADAM"),
                "flag=true,false" to listOf(true, false),
                "maybe=null,3" to listOf(null, 3L),
                "name=a,b" to listOf("a", "b"),
                "name=2..4" to listOf("2..4"),
                "name=\"a,b\",\"say \"\"hi\"\"\",\"\"" to listOf("a,b", "say \"hi\"", ""),
                "name=" to listOf(""),
            ) { (word, expected) ->
                // As text, since NaN equals nothing and -0.0 equals 0.0.
                values(word).map { "$it" } shouldContainExactly expected.map { "$it" }
            }
        }

        context("without a declaration the form decides, and quotes make a text") {
            withData(
                nameFn = { it.first },
                "x=1..3" to listOf(1L, 2L, 3L),
                "x=1.0..3" to listOf(1.0, 2.0, 3.0),
                "x=0.5,1,true,null,a" to listOf(0.5, 1L, true, null, "a"),
                "x=\"1\",\"null\",\"1..3\"" to listOf("1", "null", "1..3"),
                "x=a..b" to listOf("a..b"),
                "x=../data" to listOf("../data"),
            ) { (word, expected) ->
                values(word, untyped) shouldContainExactly expected
            }
        }

        context("a word that lists no values is refused with what would") {
            withData(
                nameFn = { it.first },
                "lr=0.1..0.5" to "needs its step",
                "lr=0..1..0" to "the step is 0",
                "lr=0..1..-1" to "leads away",
                "lr=0..1..1e-12" to "take a larger step",
                "lr=0..x" to "START..END..STEP",
                "lr=0..NaN" to "START..END..STEP",
                "lr=0..1e-999999999" to "START..END..STEP",
                "model.layers=1..2.5" to "has integers only",
                "model.layers=1..2..3..4" to "START..END..STEP",
                "flag=0..1" to "not of type Boolean",
                "name=a,,b" to "an empty text is \"\"",
                "name=\"a" to "ends with one",
                "name=\"a\"b" to "ends with one",
                "lr=0.1,fast" to "\"lr\" is \"fast\", not of type Double",
                "optimizer=SGD,ADM" to "did you mean ADAM?",
            ) { (word, told) ->
                fault(typed, PointPlan(listOf(word))) shouldContain told
            }
        }

        test("words are combined, the last one turns fastest, and other params take their defaults") {
            points(typed, PointPlan(listOf("lr=1,2", "steps=3,4"))).map {
                "${it["lr"]} ${it["steps"]} ${it["name"]}"
            } shouldBe listOf("1.0 3 x", "1.0 4 x", "2.0 3 x", "2.0 4 x")
        }

        test("as many points as the product of the numbers of values") {
            checkAll(30, Arb.list(Arb.int(1..5), 1..4)) { sizes ->
                val words = sizes.mapIndexed { i, size -> "p$i=1..$size" }
                val found = points(untyped, PointPlan(words))
                found.toSet().size shouldBe found.size
                found.size shouldBe sizes.fold(1) { product, size -> product * size }
            }
        }

        test("a million values are reckoned as they are walked") {
            var sum = 0L
            PointPlan(listOf("x=1..1000000")).grid(untyped, null).emit { sum += it.long("x") }
            sum shouldBe 500_000_500_000
        }

        test("sweeps and fixed values go on top of every point of the grid") {
            points(needy, PointPlan(sweeps = listOf("lr=7,8"))).map { "${it["lr"]} ${it["layers"]}" } shouldBe
                listOf("7.0 1", "8.0 1", "7.0 2", "8.0 2", "7.0 1", "8.0 1", "7.0 2", "8.0 2")
            points(needy, PointPlan(fixed = listOf("lr=9"))).map { "${it["lr"]} ${it["layers"]}" } shouldBe
                listOf("9.0 1", "9.0 2", "9.0 1", "9.0 2")
            points(typed, PointPlan(fixed = listOf("name=a,b"), words = listOf("lr=1,2"))).map { it["name"] } shouldBe
                listOf("a,b", "a,b")
        }

        test("all faults are told at once, a line each") {
            val plan = PointPlan(listOf("lr=x,y", "nosuch=1", "lr=2"), listOf("steps=z"), listOf("flag", "lr=3"))
            fault(typed, plan).lines().size shouldBe 6
        }

        test("a param that nobody names and that has no default is a fault, and so is a point that the class refuses") {
            fault(needy, PointPlan(listOf("lr=0.1"))) shouldContain "param \"layers\" is missing"
            val told = fault(needy, PointPlan(listOf("lr=0.1,0.2", "layers=-1..99999999999..50000000000")))
            told shouldContain "layers is -1, not positive"
            told shouldContain "param \"layers\" is 99999999999, not of type Int"
            told.lines().size shouldBe 3
        }

        test("nothing more is looked at where everything is wrong") {
            fault(needy, PointPlan(listOf("lr=0..1000000", "layers=-1..-1000000"))) shouldContain
                "and at least 9980 more"
        }
    })
