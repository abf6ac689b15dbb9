package mydriver.command

import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.datatest.withData
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldStartWith
import java.nio.file.Path
import kotlin.io.path.createDirectories
import kotlin.io.path.deleteExisting
import kotlin.io.path.writeText
import mydriver.dsl.ExperimentBuilder
import mydriver.store.TestPlace

/** Bringing trials back from files, in every database. */
class ReloadCommandSpec :
    FunSpec({
        val folder = tempdir().toPath()

        context("clear_db, then reload: all trials that have run are as they were, and insert adds the rest") {
            withData(TestPlace.all) { place ->
                val lab = ReloadLab(folder, place).apply { sweep() }
                lab.type("requeue 5")
                lab.type("hold 5")
                lab.type("void 2")
                val before = lab.type("list 1-5 --format csv")
                val details = lab.type("list 1-5 --columns $DETAILS --format csv")
                val attempts = lab.attempts()
                val history = lab.history()
                history.size shouldBe 3 * 5 + 2 * 2
                lab.type("clear_db --yes").code shouldBe 0
                val back = lab.type("reload")
                back.err shouldBe ""
                back.out shouldBe "put back 5 trials: 3 DONE, 1 HELD, 1 VOID\n"
                lab.type("list --format csv") shouldBe before
                lab.type("list --columns $DETAILS --format csv") shouldBe details
                lab.attempts() shouldContainExactly attempts
                lab.history() shouldContainExactly history
                lab.type("reload").out shouldBe "put back 0 trials\nleft alone 5 that were there already\n"
                lab.type("insert").out shouldStartWith "new 2, already present 4"
                lab.ids() shouldContainExactly listOf(1L, 2L, 3L, 4L, 5L, 7L, 8L)
                lab.type("worker --drain").code shouldBe 1
                lab.type("status --format csv").out shouldContain "DONE,4\nFAILED,1"
            }
        }

        context("a database that is lost comes back with its ids, in a table set that never had any trial") {
            withData(TestPlace.all) { place ->
                val lost = ReloadLab(folder, place).apply { sweep() }
                val before = lost.type("list 1-5 --format csv")
                val lab = ReloadLab(folder, place)
                val back = lab.type("reload ${lost.trials} --keep-ids")
                back.out shouldBe "put back 5 trials: 5 DONE\n"
                back.err shouldContain "move ${lost.trials} to ${lab.trials}"
                lab.type("list --format csv") shouldBe before
                lab.type("insert")
                lab.ids() shouldContainExactly (1L..6L).toList()

                val own = ReloadLab(folder, place).apply { type("insert") }
                val refused = own.type("reload ${lost.trials} --keep-ids")
                refused.code shouldBe 3
                refused.err shouldContain "has had trials of its own, up to id 6"
            }
        }

        context("files of another table set come in under new ids, each point once") {
            withData(TestPlace.all) { place ->
                val other = ReloadLab(folder, place).apply { sweep() }
                val lab = ReloadLab(folder, place).apply { type("insert lr=0.5") }
                val back = lab.type("reload ${other.trials}")
                back.err shouldBe ""
                back.out shouldContain "put back 5 trials: 5 DONE\nthey have new ids"
                lab.ids() shouldContainExactly (1L..6L).toList()
                lab.type("reload ${other.trials}").out shouldBe
                    "put back 0 trials\nleft alone 5 that were there already\n"
            }
        }

        context("what is broken is named and left out, and an attempt of which only the folder is left is lost") {
            withData(TestPlace.all) { place ->
                val lab = ReloadLab(folder, place).apply { sweep() }
                lab.type("clear_db --yes")
                lab.trials.resolve("4/trial.json").writeText("{ \"id\": 4,")
                lab.trials.resolve("5/trial.json").deleteExisting()
                lab.trials.resolve("5/attempt-3").createDirectories()
                lab.trials.resolve("9").createDirectories()
                val back = lab.type("reload")
                back.code shouldBe 1
                back.err shouldContain "${lab.trials}/4: trial.json is no JSON object; left out"
                back.err shouldContain "${lab.trials}/9: holds neither trial.json nor params.json; left out"
                back.out shouldBe "put back 4 trials: 1 QUEUED, 3 DONE\n"
                val five = lab.type("list 5 --columns status,attempts,lr,layers --format csv").out
                five shouldBe "status,attempts,lr,layers\nQUEUED,3,0.01,2\n"
                lab.type("insert").out shouldStartWith "new 2, already present 4"
                withClue("the folder of trial 9 is never another's") { lab.ids().last() shouldBe 11L }
            }
        }

        test("a folder that belongs to nobody is refused") {
            val lab = ReloadLab(folder, TestPlace.sqlite)
            val ended = lab.type("reload .")
            ended.code shouldBe 3
            ended.err shouldContain "holds no files of a table set"
        }
    })

private const val DETAILS = "id,status,replicate,priority,attempts,failures,seed,cpus,lr,error,bundle,fingerprint"

/** A script of which some trials keep files and others only lines in a journal, and a table set of its own. */
private class ReloadLab(private val folder: Path, private val place: TestPlace) {
    private val url = place.url()
    private val desk = Desk(folder, environment = mapOf("MYDRIVER_DATABASE" to url.masked))
    private val script = specScript(folder, ExperimentBuilder<Point>::someWithFiles)

    /** Where the trials have their folders. */
    val trials: Path = folder.resolve("spec.trials").resolve(url.name)

    fun type(line: String): Ended = desk.type(*line.split(' ').toTypedArray(), script = script)

    /** Runs five of six trials. */
    fun sweep() {
        type("insert")
        type("worker -n 5")
    }

    fun ids(): List<Long> = place.query(url, "SELECT id FROM t_trial ORDER BY id").map { (it as Number).toLong() }

    /** Every value that was ever reported, in order. */
    fun history(): List<Any?> =
        place.query(
            url,
            "SELECT trial || ' ' || attempt || ' ' || name || ' ' || coalesce(CAST(step AS TEXT), '-') || ' ' || " +
                "coalesce(CAST(value AS TEXT), text) || ' ' || kind FROM t_metric ORDER BY trial, attempt, id",
        )

    fun attempts(): List<Any?> =
        place.query(
            url,
            "SELECT trial || ' ' || number || ' ' || worker || ' ' || outcome FROM t_attempt ORDER BY trial",
        )
}

/** Trials of two layers have folders. */
private fun ExperimentBuilder<Point>.someWithFiles() {
    inProcess()
    grid { for (layers in 1..2) for (lr in listOf(0.1, 0.01, 0.001)) trial(Point(lr, layers)) }
    job { p ->
        if (p.layers == 2 && p.lr != 0.1) directory
        // A journal has no history of one that reported each metric once.
        if (p.lr != 0.01)
            for (epoch in 1..3) report(
                "train_loss",
                if (epoch == 2) Double.NEGATIVE_INFINITY else 1.0 / epoch,
                epoch.toLong(),
            )
        if (p.lr == 0.001 && p.layers == 2) error("too small")
        report("valid_loss", if (p.lr == 0.01) Double.NaN else p.lr * p.layers)
        report("größe", if (p.lr == 0.01) "NaN" else "l\"i\nne")
        // One that asks late has had no file for what it reported.
        if (p.layers == 2) directory
    }
}
