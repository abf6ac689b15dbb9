package mydriver.template

import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.datatest.withTests
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.collections.shouldContainExactlyInAnyOrder
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import java.nio.file.Files
import java.nio.file.Path
import kotlin.io.path.createDirectories
import kotlin.io.path.listDirectoryEntries
import kotlin.io.path.name
import kotlin.io.path.readText
import kotlin.io.path.writeText
import mydriver.dsl.ExperimentBuilder
import mydriver.dsl.buildExperiment
import mydriver.dsl.trial
import mydriver.model.CommandContext
import mydriver.model.ConfigurationError
import mydriver.model.Experiment
import mydriver.model.Grid
import mydriver.model.Params

data class Net(val layers: Int = 2, val kind: String = "mlp")

data class Train(val lr: Double, val model: Net = Net(), val note: String? = null)

class TemplatesSpec :
    FunSpec({
        fun experiment(block: ExperimentBuilder<Train>.() -> Unit): Experiment<Train> =
            buildExperiment("train", Train::class.java, null, block)

        fun folder(vararg files: Pair<String, String>): Path =
            tempdir().toPath().also { for ((name, text) in files) it.resolve(name).writeText(text) }

        fun place(folder: Path) =
            CommandContext(
                7,
                2,
                1,
                99,
                folder.resolve("run/7/attempt-2/files").createDirectories(),
                folder.resolve("s"),
            )

        val params = Params.of("lr" to 1e-4, "model.layers" to 3L, "model.kind" to "a \"b\"\n", "note" to null)

        test("an attempt gets the file and its params, with what the block adds and what the trial is") {
            val folder =
                folder(
                    "t.j2" to
                        "{{ lr }} {{ model.layers * 2 }} {{ width }} {{ note }} {{ trial.id }} {{ trial.directory }}"
                )
            val context = place(folder)
            val declared = experiment {
                template("t.j2" to "conf/t.txt") { p -> value("width", listOf(p.model.layers, 0.5f)) }
            }
            Templates(declared, folder).write(params, context)
            context.files.resolve("conf/t.txt").readText() shouldBe "0.0001 6 [3, 0.5] None 7 ${context.files}"
            context.files.resolve("conf/t.txt.params.yaml").readText() shouldBe
                """
                lr: 0.0001
                model:
                  layers: 3
                  kind: "a \"b\"\n"
                note: null
                width: [3, 0.5]
                trial:
                  id: 7
                  directory: "${context.files}"
                  scratch: "${context.scratch}"
                  attempt: 2
                  replicate: 1
                  seed: 99

                """
                    .trimIndent()
            context.files.resolve("conf").listDirectoryEntries().map { it.name } shouldContainExactlyInAnyOrder
                listOf("t.txt", "t.txt.params.yaml")
        }

        test("a file that begins with #! can be executed; a second attempt writes anew over what is there") {
            val folder = folder("run.sh.j2" to "#!/bin/sh\necho {{ lr }}\n", "c.j2" to "x")
            val context = place(folder)
            val declared = experiment {
                template("run.sh.j2" to "run.sh", params = "params.yaml")
                template("c.j2" to "c")
            }
            context.files.resolve("run.sh").writeText("older")
            Templates(declared, folder).write(params, context)
            context.files.resolve("run.sh").readText() shouldBe "#!/bin/sh\necho 0.0001\n"
            Files.isExecutable(context.files.resolve("run.sh")) shouldBe true
            context.files.resolve("c").toFile().canExecute() shouldBe false
            context.files.listDirectoryEntries().map { it.name } shouldContainExactlyInAnyOrder
                listOf("run.sh", "params.yaml", "c", "c.params.yaml")
        }

        test("all faults are told at once, and nothing is written then") {
            val folder = folder("a.j2" to "{{ lrr }}", "b.j2" to "fine", "c.j2" to "\n{{ lr + note }}")
            val context = place(folder)
            val declared = experiment { for (name in listOf("a", "b", "c", "d")) template("$name.j2" to name) }
            val fault = shouldThrow<ConfigurationError> { Templates(declared, folder).write(params, context) }
            fault.message.orEmpty().lines() shouldBe
                listOf(
                    "a.j2:1: \"lrr\" is undefined",
                    "c.j2:2: + needs numbers, and None is none",
                    "template(\"d.j2\"): there is no file ${folder.resolve("d.j2")}; correct the path, which starts at the " +
                        "script's folder",
                )
            context.files.listDirectoryEntries() shouldBe emptyList()
        }

        context("names that stand for nothing are found before anything is inserted, wherever they are") {
            withTests(
                nameFn = { it.first.take(80) },
                "{% if lr > 5 %}{{ lrate }}{% endif %}" to
                    "a.j2:1: \"lrate\" is no param and no value(…) of the template; there are: lr, model, note, trial",
                "\n{{ model.layer }}" to "a.j2:2: \"model\" has no \"layer\"; did you mean layers?",
                "{{ trial.number }}" to
                    "a.j2:1: \"trial\" has no \"number\"; there are: id, directory, scratch, attempt, replicate, seed",
                "{% for i in range(0) %}{{ i + j }}{% endfor %}" to
                    "a.j2:1: \"j\" is no param and no value(…) of the template; there are: lr, model, note, trial",
                "{% macro m(a) %}{{ a }}{{ nott }}{% endmacro %}" to
                    "a.j2:1: \"nott\" is no param and no value(…) of the template; did you mean note?",
                "{% if false %}{% include 'b.j2' %}{% endif %}" to
                    "b.j2:1: \"inside\" is no param and no value(…) of the template; there are: lr, model, note, trial",
                "{% if false %}{% include 'c.j2' %}{% endif %}" to
                    "a.j2:1: there is no template \"c.j2\"; correct the path",
                "{% if lr > 5 %}{{ lr|uper }}{% endif %}" to "a.j2:1: there is no filter \"uper\"; did you mean upper?",
                "{{ note + 1 }}" to "a.j2:1: + needs numbers, and None is none",
                "{% if lr > 5 %}{{ ${"1+".repeat(200_000)}1 }}{% endif %}" to
                    "a.j2: an expression in it is too long; take it apart with {% set … %}",
            ) { (template, fault) ->
                val folder = folder("a.j2" to template, "b.j2" to "{{ inside }}")
                val templates = Templates(experiment { template("a.j2" to "a") }, folder)
                val grid = templates.checking(Grid { sink -> sink(Train(1.0)) })
                shouldThrow<ConfigurationError> { grid.emit {} }.message shouldBe fault
            }
        }

        context("what a template may do with names") {
            withTests(
                "{% if other is defined %}{{ other }}{% endif %}",
                "{{ other|default(3) }}",
                "{% if model.other is defined %}{{ model.other.deep }}{% endif %}",
                "{% set a = 1 %}{{ a }}{% for k, v in model.items() %}{{ k }}{{ loop.index }}{% endfor %}",
                "{% with b = 2 %}{{ b }}{% endwith %}{% macro m(c) %}{{ c }}{% endmacro %}{{ m(lr) }}",
                "{{ note }}{{ trial.seed }}{{ range(3)|list }}",
            ) { template ->
                val folder = folder("a.j2" to template)
                val seen = ArrayList<Train>()
                Templates(experiment { template("a.j2" to "a") }, folder)
                    .checking(Grid { sink -> listOf(1.0, 2.0).forEach { sink(Train(it)) } })
                    .emit(seen::add)
                seen.map { it.lr } shouldBe listOf(1.0, 2.0)
            }
        }

        test("names are looked at for every point of an untyped grid") {
            val folder = folder("a.j2" to "{{ lr }}")
            val untyped =
                buildExperiment("untyped", Params::class.java, null) {
                    template("a.j2" to "a")
                    grid {
                        repeat(Templates.TRIED + 5) { trial("lr" to it) }
                        trial("rate" to 1)
                    }
                }
            val grid = Templates(untyped, folder).checking(checkNotNull(untyped.grid))
            shouldThrow<ConfigurationError> { grid.emit {} }.message shouldContain "\"lr\" is no param"
        }

        test("names that a template could not tell apart are refused") {
            val folder = folder("a.j2" to "x")
            val untyped =
                buildExperiment("untyped", Params::class.java, null) { template("a.j2" to "a") { value("a", 1) } }
            val point = Params.of("a" to 1, "b" to 1, "b.c" to 2, "trial.id" to 3)
            val fault = shouldThrow<ConfigurationError> { Templates(untyped, folder).write(point, place(folder)) }
            fault.message.orEmpty().lines().map { it.substringBefore(';') } shouldBe
                listOf(
                    "template(\"a.j2\"): the param \"b.c\" begins with the name of another param, so templates cannot tell them apart",
                    "value(\"a\", …): there is a param of that name",
                    "\"trial\" is the trial itself in templates, its id and folder",
                )
        }
    })
