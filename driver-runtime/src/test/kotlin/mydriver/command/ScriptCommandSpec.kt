package mydriver.command

import io.kotest.core.spec.style.FunSpec
import io.kotest.datatest.withData
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import java.nio.file.Files
import kotlin.io.path.createDirectories
import kotlin.io.path.readText
import kotlin.io.path.writeText

/** What is typed for a shell script, and the script. */
class ScriptCommandSpec :
    FunSpec({
        val folder = tempdir().toPath()
        val desk = Desk(folder, environment = mapOf("LOGNAME" to "billtubbs"))

        test("the script of the guide") {
            val ended =
                desk.type(
                    "script",
                    "model=LeNet",
                    "dataset=mnist",
                    "--header",
                    "LOGDIR='../logs/mnist/'",
                    "--header",
                    "mkdir -p \$LOGDIR",
                    "--end",
                    "| tee \$LOGDIR/log.out",
                )
            ended shouldBe
                Ended(
                    0,
                    """
                    #!/bin/sh

                    # This script was automatically generated
                    # user: billtubbs
                    # date: 2026-11-21 12:00

                    LOGDIR='../logs/mnist/'
                    mkdir -p ${'$'}LOGDIR

                    python -u main.py \
                        --model LeNet \
                        --dataset mnist \
                        | tee ${'$'}LOGDIR/log.out

                    """
                        .trimIndent(),
                    "",
                )
        }

        test("program, target, flags, what stands before and after, and values that need quotes") {
            val words = "script --app=java --opts= --path=my/jars/ --target=a.jar --before=nice --footer=date"
            desk.type(*words.split(' ').toTypedArray(), "note=it's \$5", "fast", "eq=a=b").out shouldContain
                "\n\nnice \\\njava my/jars/a.jar \\\n    --note 'it'\\''s \$5' \\\n    --fast \\\n    --eq 'a=b'\n\ndate\n"
        }

        test("a file is executable and whole, and one that exists is left alone unless told otherwise") {
            desk.type("script", "lr=0.1", "--output", "my job.sh").out shouldBe "wrote 'my job.sh'\n"
            val file = folder.resolve("my job.sh")
            Files.isExecutable(file) shouldBe true
            val again = desk.type("script", "lr=0.2", "--output", "my job.sh")
            again.code shouldBe 3
            again.err shouldContain "exists and is left alone"
            file.readText() shouldContain "--lr 0.1\n"
            desk.type("script", "lr=0.2", "--output", "my job.sh", "--force").code shouldBe 0
            file.readText() shouldContain "--lr 0.2\n"
        }

        test("another format has the script as a value") {
            desk.type("script", "--format", "json").out shouldContain "{\"script\":\"#!/bin/sh\\n\\n# This"
        }

        context("wrong usage") {
            withData(
                nameFn = { it.first },
                "script =1" to "a param without a name",
                "script a=1 a=2" to "param \"a\" is given twice",
                "script a=\u0000" to "holds U+0000",
            ) { (typed, expected) ->
                val ended = desk.type(*typed.split(' ').toTypedArray())
                (ended.code in 2..3) shouldBe true
                ended.err shouldContain expected
            }
        }

        test("a place that is no folder is told") {
            folder.resolve("file").writeText("")
            folder.resolve("inner").createDirectories()
            desk.type("script", "--output", "file/a.sh").code shouldBe 3
            desk.type("script", "--output", "nowhere/a.sh").err shouldContain "name a file in a folder of yours"
            desk.type("script", "--output", "inner", "--force").code shouldBe 3
        }
    })
