package mydriver.command.jobs

import io.kotest.core.spec.style.FunSpec
import io.kotest.datatest.withData
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldStartWith
import java.nio.file.Path
import kotlin.io.path.exists
import kotlin.io.path.name
import kotlin.io.path.readText
import kotlin.io.path.writeText
import mydriver.command.Bundle
import mydriver.command.Desk
import mydriver.command.ScriptFile
import mydriver.command.specScript
import mydriver.joblist.JobListReader

/** A job list in the place of a script. */
class JobListCommandsSpec :
    FunSpec({
        val folder = tempdir().toPath()
        val desk = Desk(folder, load = ::jobList)
        fun list(text: String) = folder.resolve("jobs.json").writeText(text)

        test("commands are inserted from a list without a script; those marked as executed are told and left out") {
            list("""[["python","main.py","--lr","0.1"], ["echo", "a b", "it's"], ["executed","python","old.py"]]""")
            val ended = desk.type("insert", "--from", "jobs.json")
            ended.code shouldBe 0
            ended.out shouldBe "new 2, already present 0, repeated 0, changed 0, total 2\n"
            ended.err shouldBe "1 command is marked as executed and left out; --executed inserts them too\n"
            folder.resolve("jobs.db").exists() shouldBe true
        }

        test("the list lies in the place of a script, and its database beside it") {
            val script = jobList(folder.resolve("jobs.json"))
            desk.type("list", "--columns", "id,command", "--format", "csv", script = script).out shouldBe
                "id,command\n1,python main.py --lr 0.1\n2,echo 'a b' 'it'\\''s'\n"
        }

        test("inserting again adds what is new, and the executed ones when they are asked for") {
            list("""[["python","main.py","--lr","0.1"], ["executed","python","old.py"], ["true"], ["true"]]""")
            desk.type("insert", "--from=jobs.json", "--executed").out shouldBe
                "new 2, already present 1, repeated 1, changed 0, total 4\n"
        }

        test("a list whose commands are all executed inserts nothing, and says so") {
            list("""[["executed","python","old.py"]]""")
            val ended = desk.type("insert", "--dry", "--from", "jobs.json")
            ended.code shouldBe 0
            ended.err shouldContain "there is nothing to insert"
        }

        context("what makes no sense is wrong usage") {
            withData(
                nameFn = { it.first },
                "insert --from foo.exp.kts" to "a JSON file whose name ends in .json",
                "insert" to "insert needs an experiment script",
                "list --from jobs.json" to "list needs an experiment script",
                "insert --from jobs.json command=echo\$HOME" to "no shell reads it",
            ) { (line, told) ->
                list("""[["true"]]""")
                val ended = desk.type(*line.split(' ').toTypedArray())
                ended.code shouldBe 2
                ended.err shouldContain told
            }
        }

        test("a script takes no job list, and is told what does") {
            val script = specScript(folder)
            val ended = Desk(folder).type("insert", "--from", "jobs.json", script = script)
            ended.code shouldBe 2
            ended.err shouldContain "mydriver insert --from jobs.json"
            Desk(folder).type("insert", "--executed", script = script).err shouldContain "--executed is about job lists"
        }

        test("a command that is written by hand is a trial like those of the list") {
            list("""[["true"]]""")
            desk.type("insert", "--from", "jobs.json", "--dry", "command='tr' \"u\" e").out shouldStartWith "new 1, "
        }
    })

/** The experiment of the list in [path], as the host makes it. */
private fun jobList(path: Path): ScriptFile {
    val script = JobListScript(JobListReader(path.readText(), path.name).read())
    return ScriptFile(path, script, script.declared!!) { Bundle(path.name, path.readText()) }
}
