package mydriver.report.study

import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldBeSorted
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.collections.shouldContainExactlyInAnyOrder
import io.kotest.matchers.collections.shouldHaveSize
import io.kotest.matchers.doubles.plusOrMinus
import io.kotest.matchers.ints.shouldBeLessThanOrEqual
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.nulls.shouldNotBeNull
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import mydriver.model.Status
import mydriver.report.Goal
import mydriver.store.TableSet
import mydriver.store.TestPlace
import mydriver.store.query.ListRequest

private val LOWEST = Goal(Sweep.VALID, descending = false)

class StudySpec :
    FunSpec({
        for (place in TestPlace.all) context(place.label) {
            test("a study tells of all trials what the tables hold") {
                val sweep = Sweep(24)
                val url = place.url()
                sweep.run(url).use { tableSet ->
                    val study = StudyReader(tableSet, ListRequest(), LOWEST).read()
                    val done = tableSet.queries.count(ListRequest(statuses = setOf(Status.DONE)))
                    study.summary.counts shouldBe tableSet.queries.counts()
                    study.points.total shouldBe done
                    for (point in study.points.points) {
                        val trial = tableSet.queries.trial(point.id)!!
                        study.points.params.map { it.name }.zip(point.params).toMap() shouldBe trial.params.toMap()
                        study.points.metrics.map { it.name }.zip(point.metrics).toMap() shouldBe trial.metrics
                        point.metrics[1] shouldBe sweep.loss(trial.id, trial.params)
                    }
                    val busy = place.query(url, "SELECT sum(ended - started) FROM t_attempt").single() as Number
                    study.summary.busySeconds shouldBe (busy.toDouble() / 1000 plusOrMinus 1e-6)
                    val timeline = study.timeline
                    val width =
                        1e-3 * (timeline.to!!.toEpochMilli() - timeline.from!!.toEpochMilli()) / timeline.running.size
                    timeline.running.sum() * width shouldBe (study.summary.busySeconds plusOrMinus 1.0)
                    timeline.spans shouldHaveSize 24
                }
            }

            test("the best come first, with their curves, failures alike together, and where all of it comes from") {
                Sweep(24).run(place.url()).use { tableSet ->
                    val study = StudyReader(tableSet, ListRequest(), LOWEST).read()
                    val sorted =
                        tableSet.trials().withStatus(Status.DONE).sortedBy("metrics.${Sweep.VALID}").map { it.id }
                    study.best.flatMap { it.trials } shouldContainExactly sorted
                    study.best.map { it.value }.shouldBeSorted()
                    study.best.first().interval.shouldBeNull()
                    val leaders = study.curves.filter { it.leader && it.metric == Sweep.VALID }
                    leaders.map { it.trial } shouldContainExactly sorted.take(5)
                    leaders.first().steps shouldContainExactly (1L..10L).toList()
                    leaders.first().values.last() shouldBe study.best.first().value
                    val failed = study.summary.counts.getValue(Status.FAILED)
                    val group = study.failures.single()
                    group.attempts shouldBe failed
                    group.message!! shouldContain "is <b>huge</b>"
                    study.record.origins.hosts.map { it.value } shouldContainExactlyInAnyOrder listOf("node1", "node2")
                    study.record.origins.commits.sumOf { it.attempts } shouldBe 24
                }
            }

            test("replicates are ranked by their mean, and what is noise is told") {
                Sweep(12, replicates = 4).run(place.url()).use { tableSet ->
                    val study = StudyReader(tableSet, ListRequest(), LOWEST).read()
                    val best = study.best.first()
                    val values = best.trials.map { tableSet.queries.trial(it)!!.metric(Sweep.VALID)!! }
                    best.value shouldBe (values.average() plusOrMinus 1e-12)
                    best.interval.shouldNotBeNull()
                    study.best.last().apart shouldBe true
                    study.points.replicated shouldBe true
                }
            }

            test("of too many trials there is a fair sample with replicates together, and the best are still found") {
                Sweep(60, replicates = 2).run(place.url()).use { tableSet ->
                    val whole = StudyReader(tableSet, ListRequest(), LOWEST).read()
                    val part = StudyReader(tableSet, ListRequest(), LOWEST, mostPoints = 40).read()
                    part.points.sampled shouldBe true
                    part.points.total shouldBe whole.points.total
                    part.points.points.size shouldBeLessThanOrEqual 40
                    part.best.first().trials shouldBe whole.best.first().trials
                    val sizes = whole.points.points.groupingBy { it.fingerprint }.eachCount()
                    part.points.points
                        .groupingBy { it.fingerprint }
                        .eachCount()
                        .forEach { (one, size) ->
                            size shouldBe sizes[one]
                        }
                }
            }

            test("a study of some trials tells of no others, and one of none is empty") {
                Sweep(24).run(place.url()).use { tableSet ->
                    val some = StudyReader(tableSet, ListRequest(where = "lr < 0.005"), LOWEST).read()
                    some.summary.trials shouldBe 12
                    some.summary.attempts shouldBe 12
                    some.points.points.all { (it.params[0] as Double) < 0.005 } shouldBe true
                    val none = StudyReader(tableSet, ListRequest(ids = emptyList()), LOWEST).read()
                    none.best.shouldHaveSize(0)
                    none.timeline.from.shouldBeNull()
                    none.importance!!.doubt.shouldNotBeNull()
                }
            }

            test("a table set without metrics has a study without a goal") {
                TableSet.open(place.url()).use { tableSet ->
                    tableSet.insert("job", listOf(mapOf("lr" to 0.1)))
                    val study = StudyReader(tableSet, ListRequest(), null).read()
                    study.summary.trials shouldBe 1
                    study.best.shouldHaveSize(0)
                    study.importance.shouldBeNull()
                }
            }
        }
    })
