package mydriver.command

import io.kotest.core.spec.style.FunSpec
import io.kotest.datatest.withData
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldNotContain
import java.nio.file.Path
import kotlin.io.path.exists
import kotlin.io.path.writeText
import mydriver.model.Resources
import mydriver.store.SubmissionRow
import mydriver.store.TableSet
import mydriver.store.TableSetUrl

class DispatchCommandSpec :
    FunSpec({
        fun folder(): Path = tempdir().toPath()

        fun Path.type(vararg words: String): Ended = Desk(this).type(*words, script = specScript(this))

        test("the script is rendered with everything resolved, and nothing is written or started") {
            val folder = folder()
            folder.type("insert").code shouldBe 0
            val ended = folder.type("dispatch", "--render", "--workers", "2", "--trials-per-worker", "3")
            ended.err shouldBe ""
            ended.code shouldBe 0
            ended.out.lines().first() shouldBe "#!/bin/sh"
            ended.out shouldContain
                "--bundle $folder/spec.trials/spec/submissions/TAG/bundle.json $folder/spec.exp.kts worker --drain " +
                    "--submission TAG --cpus 1 --gpus 0 -n 3 --ok-on-failed " +
                    "--database 'sqlite:$folder/spec.db?table=spec' --root $folder/spec.trials"
            folder.resolve("spec.trials/spec/submissions").exists() shouldBe false
            folder.type("submissions").out shouldBe "no workers were handed over\n"
        }

        test("nothing queued is nothing to do") {
            val folder = folder()
            folder.type("insert", "lr=0.1").code shouldBe 0
            folder.type("hold", "--all").code shouldBe 0
            folder.type("dispatch") shouldBe Ended(0, "", "nothing is queued, so no worker is started\n")
            folder.type("dispatch", "--render").err shouldBe "nothing is queued, so no worker would be started\n"
            folder.type("dispatch", "--format", "json").out shouldBe "{\"submission\":null,\"native_ids\":[]}\n"
        }

        context("wrong usage") {
            withData("--render --wait", "--on nosuch", "--workers 0", "word", "--max-concurrent none") { line ->
                val folder = folder()
                folder.type("insert").code shouldBe 0
                folder.type("dispatch", *line.split(' ').toTypedArray()).code shouldBe 2
            }
        }

        context("what is about workers needs some, and is told before anything is inserted") {
            withData(
                "--wait",
                "--max-concurrent 2",
                "--trials-per-worker 2",
                "--workers-per-node 2",
                "--hosts a",
                "-- --x",
            ) {
                val folder = folder()
                val ended = folder.type("insert", *it.split(' ').toTypedArray())
                ended.code shouldBe 2
                ended.err shouldContain "add --dispatch"
                folder.resolve("spec.db").exists() shouldBe false
            }
        }

        test("a configuration file that is wrong is told before anything is inserted") {
            val folder = folder()
            folder.resolve("mydriver.yaml").writeText("profiles:\n  a: { wrokers: 3 }\n")
            val ended = folder.type("insert", "--dispatch")
            ended.code shouldBe 3
            ended.err shouldContain
                "$folder/mydriver.yaml:2: profile a: there is no key \"wrokers\"; did you mean workers?"
            folder.resolve("spec.db").exists() shouldBe false
        }

        test("config shows profiles and where they stand, and no value of a variable") {
            val folder = folder()
            folder
                .resolve("mydriver.yaml")
                .writeText(
                    "default: a\nprofiles:\n  a: { scheduler: local, workers: 3, environment: { TOKEN: hush } }\n"
                )
            val out = folder.type("config", "--format", "csv").out
            out shouldContain "dispatch --on,a,$folder/mydriver.yaml:1"
            out shouldContain "profile a: workers,3,$folder/mydriver.yaml:3"
            out shouldContain "profile a: environment,TOKEN,"
            out shouldNotContain "hush"
        }

        test("hand-offs are listed, for people and for programs") {
            val folder = folder()
            folder.type("insert").code shouldBe 0
            TableSet.open(TableSetUrl.ofFile(folder.resolve("spec.db"), "spec")).use { tableSet ->
                tableSet.submissions.record(SubmissionRow("t1", "slurm", 4, "login1", offer = Resources()))
                tableSet.submissions.record(SubmissionRow("t2", "slurm", 2, "login1"))
                tableSet.submissions.confirm("t1", listOf("17"))
                tableSet.submissions.fail("t2", "no such partition")
            }
            val out = folder.type("submissions").out.lines()
            out[0].split(Regex(" +")) shouldBe
                "tag state scheduler native_ids workers signed_on alive sent host".split(' ')
            out[1].split(Regex(" +")).take(7) shouldBe listOf("t1", "CONFIRMED", "slurm", "17", "4", "0", "0")
            out[3] shouldBe "t2: no such partition"
            val json = folder.type("submissions", "--format", "jsonl").out.lines()
            json[1] shouldContain "\"tag\":\"t2\",\"state\":\"FAILED\",\"scheduler\":\"slurm\",\"native_ids\":null"
            json[1] shouldContain "\"error\":\"no such partition\""
        }

        test("a worker of a hand-off that was given up has nothing to do") {
            val folder = folder()
            folder.type("insert").code shouldBe 0
            TableSet.open(TableSetUrl.ofFile(folder.resolve("spec.db"), "spec")).use { tableSet ->
                tableSet.submissions.record(SubmissionRow("t1", "slurm", 4, "login1"))
                tableSet.submissions.fail("t1", "the scheduler slurm does not know it")
            }
            val ended = folder.type("worker", "--drain", "--submission", "t1")
            ended.code shouldBe 0
            ended.out shouldContain "the submission t1 was given up"
            folder.type("status", "--format", "csv").out shouldContain "QUEUED,6"
            folder.type("worker", "--drain", "--submission", "of another table set", "--ok-on-failed").code shouldBe 0
            folder.type("status", "--format", "csv").out shouldContain "DONE,5"
        }
    })
