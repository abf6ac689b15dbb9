package mydriver.command

import io.kotest.core.spec.style.FunSpec
import io.kotest.datatest.withData
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldNotContain
import kotlin.io.path.exists
import kotlin.io.path.readText
import kotlin.io.path.writeText

/** Writing a first script. */
class InitCommandSpec :
    FunSpec({
        val folder = tempdir().toPath()
        val desk = Desk(folder)

        test("a script is written, and the line that runs it is told") {
            desk.type("init") shouldBe
                Ended(0, "wrote first.exp.kts\nrun it with: mydriver first.exp.kts insert --dispatch --wait\n", "")
            val text = folder.resolve("first.exp.kts").readText()
            text shouldContain "experiment<Point>(\"first\")"
            text shouldNotContain "@NAME@"
        }

        test("the ending may be left out, and a name that needs quotes gets them") {
            desk.type("init", "my sweep").out shouldContain "run it with: mydriver 'my sweep.exp.kts' insert"
            folder.resolve("my sweep.exp.kts").readText() shouldContain "experiment<Point>(\"mysweep\")"
        }

        test("a file that exists is left alone") {
            val file = folder.resolve("mine.exp.kts").apply { writeText("mine") }
            val ended = desk.type("init", "mine.exp.kts")
            ended.code shouldBe 3
            ended.err shouldContain "exists and is left alone"
            file.readText() shouldBe "mine"
        }

        context("what cannot be a script's name, or a place for one, is refused") {
            withData(
                nameFn = { "'${it.first}'" },
                "sweep.kts" to 2,
                "sweep.txt" to 2,
                "" to 2,
                "nowhere/sweep.exp.kts" to 3,
            ) { (name, code) ->
                val ended = desk.type("init", name)
                ended.code shouldBe code
                ended.out shouldBe ""
                (name.isNotEmpty() && folder.resolve(name).exists()) shouldBe false
            }
        }
    })
