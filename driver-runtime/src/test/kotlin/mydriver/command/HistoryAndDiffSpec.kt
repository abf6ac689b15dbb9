package mydriver.command

import io.kotest.core.spec.style.FunSpec
import io.kotest.datatest.withData
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.ints.shouldBeLessThanOrEqual
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldStartWith
import mydriver.dsl.ExperimentBuilder
import mydriver.store.TestPlace

private const val ODD = "it's \"loss\" <b>\nx"

private fun ExperimentBuilder<Point>.curves() {
    inProcess()
    retries { max = 1 }
    grid { for (lr in listOf(0.5, 0.25)) trial(Point(lr)) }
    job { p ->
        val start = if (attempt == 1) 1 else 6
        for (epoch in start..10) {
            report("loss", p.lr / epoch, epoch.toLong())
            report(ODD, if (epoch == 3) Double.NaN else epoch * 1.0)
            if (epoch == 8 && attempt == 1 && p.lr == 0.5) error("once")
        }
        report("note", "fine")
    }
}

class HistoryAndDiffSpec :
    FunSpec({
        val folder = tempdir().toPath()

        context("histories and differences") {
            withData(nameFn = { it.label }, TestPlace.all) { place ->
                val environment = mapOf("MYDRIVER_DATABASE" to place.url().masked)
                val desk = Desk(folder, environment = environment)
                val script = specScript(folder, ExperimentBuilder<Point>::curves)
                fun type(vararg words: String) = desk.type(*words, script = script)

                test("not on a terminal a history is all that was reported, attempt by attempt") {
                    type("insert").code shouldBe 0
                    type("worker", "--drain").code shouldBe 0
                    val lines = type("show", "1", "--history", "loss", "--format", "csv").out.trim().lines()
                    lines[0] shouldBe "attempt,step,loss,time"
                    lines.size shouldBe 1 + 8 + 5
                    lines[1] shouldStartWith "1,1,0.5,2"
                    lines[9] shouldStartWith "2,6,"
                    type("show", "2", "--history", ODD).out.lines()[0] shouldContain "it's \"loss\" <b>\\nx"
                    type("show", "2", "--history", "note", "--format", "json").out shouldContain "\"note\":\"fine\""
                }

                test("on a terminal it is drawn") {
                    val terminal = Desk(folder, Terminals(output = true), environment, width = 60)
                    fun drawn(vararg words: String) = terminal.type("show", *words, script = script).out
                    val lines = drawn("1", "--history", "loss").trimEnd().lines()
                    lines[0] shouldBe "loss of trial 1: 13 values, 2 attempts, last 0.05"
                    lines[1] shouldStartWith "        0.5 ⢳"
                    lines[12] shouldStartWith "       0.05 "
                    lines[13] shouldBe "            step 1 to 10"
                    lines.maxOf { it.length } shouldBeLessThanOrEqual 60
                    drawn("2", "--history", ODD).let {
                        it.lines()[0] shouldBe "it's \"loss\" <b>\\nx of trial 2: 10 values, last 10 (1 not fi…"
                        it shouldContain "value 1 to 10, no steps were given"
                    }
                    drawn("2", "--history", "note").lines() shouldBe
                        listOf("note of trial 2: 1 values, last fine (1 texts)", "")
                }

                test("a metric without a history is told, with the nearest one") {
                    type("show", "1", "--history", "los").let {
                        it.code shouldBe 2
                        it.err shouldContain "trial 1 has no history of \"los\"; did you mean loss?"
                    }
                }

                test("a difference shows what differs, with the change of numbers") {
                    val lines = type("diff", "1", "2", "--format", "csv").out.lines()
                    lines[0] shouldBe "name,left,right,change"
                    lines[1] shouldBe "lr,0.5,0.25,-0.25"
                    lines.first { it.startsWith("loss,") } shouldBe "loss,0.05,0.025,-0.025"
                    lines.first { it.startsWith("attempts,") } shouldBe "attempts,2,1,-1"
                    lines.none { it.startsWith("note") || it.startsWith("status") } shouldBe true
                    type("diff", "1", "last").out.lines()[0] shouldContain "trial 1"
                    type("diff", "1", "1").err shouldContain "both ids are 1"
                    type("diff", "1", "9").err shouldContain "there is no trial 9"
                }
            }
        }
    })
