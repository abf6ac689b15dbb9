package mydriver.dispatch

import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.datatest.withData
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.shouldBe
import java.nio.file.Path
import kotlin.io.path.createDirectories
import kotlin.io.path.writeText
import kotlin.time.Duration.Companion.minutes
import kotlin.time.Duration.Companion.seconds
import mydriver.deeds.specEnvironment
import mydriver.model.Memory
import mydriver.model.Resources
import mydriver.process.Processes
import mydriver.testing.onPath
import mydriver.testing.projectFolder
import mydriver.testing.requireOrSkip

private val plain =
    SubmissionRequest(
        "20261121-144900-abc123",
        "digits",
        10,
        Resources(),
        Path.of("/data/deeds/.submissions/20261121-144900-abc123"),
    )

private val setting =
    WorkerSetting(
        mapOf("LAB" to "it's; $(x)\n#SGE -q other", "MKL_NUM_THREADS" to "1"),
        ". /opt/java/env.sh",
        "rm -rf \"/scratch/\$MYDRIVER_NATIVE_ID\"",
    )

/** Each thing that can be asked for, alone, and all of them. */
private val requests =
    mapOf(
        "nothing" to plain,
        "one worker" to plain.copy(workers = 1),
        "cpus" to plain.copy(resources = Resources(cpus = 4)),
        "memory" to plain.copy(resources = Resources(memory = Memory(1500L shl 20))),
        "gpus" to plain.copy(resources = Resources(gpus = 2)),
        "walltime" to plain.copy(resources = Resources(walltime = 90.minutes), warning = 120.seconds),
        "queue" to plain.copy(resources = Resources(queue = "long")),
        "account" to plain.copy(resources = Resources(account = "lab-7")),
        "nodes" to plain.copy(resources = Resources(nodes = 2)),
        "raw" to plain.copy(resources = Resources(raw = listOf("raw second = 2", "raw first = 1"))),
        "throttle" to plain.copy(throttle = 3),
        "requeue" to plain.copy(requeue = true),
        "workers per node" to plain.copy(workersPerNode = 4, resources = Resources(2, Memory(1L shl 30), 1)),
        "odd title" to plain.copy(title = "7 über: $(x)"),
        "odd folder" to plain.copy(folder = Path.of("/da ta/it's %j $(x)\nline")),
        "setting" to plain.copy(setting = setting),
    )

private const val GOLDEN = "driver-runtime/src/test/resources/mydriver/dispatch/scripts"

class GoldenScriptsSpec :
    FunSpec({
        val scratch = tempdir().toPath()
        val processes = Processes(specEnvironment)
        val command =
            listOf(
                "/opt/my driver/bin/mydriver",
                "--bundle",
                "/data/bundle.json",
                "/data/digits.exp.kts",
                "worker",
                "--drain",
            )

        /** What differs is left beside the build, to be looked at and copied. */
        fun compare(name: String, text: String) {
            val left = projectFolder.resolve("driver-runtime/target/golden").createDirectories().resolve(name)
            left.writeText(text)
            val recorded = GoldenScriptsSpec::class.java.getResource("/mydriver/dispatch/scripts/$name")?.readText()
            withClue("$GOLDEN/$name is not $left") { text shouldBe recorded }
        }

        context("each back-end asks for each thing as it always did") {
            withData(nameFn = { it.name }, Backends.all.filter { it.sharesDisk }) { backend ->
                val text =
                    requests.entries.joinToString("\n") { (name, request) ->
                        val refused = backend.unsupported(request).map { "refused: $it" }
                        val asked = backend.directives(request).map { "${backend.directivePrefix} $it" }
                        val said = refused.ifEmpty { asked }
                        "# $name\n" + said.joinToString("") { "$it\n" }
                    }
                compare("${backend.name}.txt", text)
            }
        }

        context("a whole script is as it always was") {
            withData(nameFn = { it.name }, Backends.all.filter { it.sharesDisk }) { backend ->
                val asked = plain.copy(resources = Resources(2, Memory(1L shl 30), gpus = 1, walltime = 90.minutes))
                compare("${backend.name}.sh", WorkerScript(backend, asked).render(command))
            }
        }

        test("a script with several workers and an epilogue is as it always was") {
            val asked = requests.getValue("workers per node").copy(setting = setting)
            compare("several.sh", WorkerScript(Backends.named("slurm"), asked).render(command))
        }

        context("every script is clean") {
            withData(nameFn = { it.name }, Backends.all.filter { it.unsupported(plain).isEmpty() }) { backend ->
                requireOrSkip("shellcheck") { onPath("shellcheck") }
                val scripts =
                    requests
                        .filterValues { backend.unsupported(it).isEmpty() }
                        .map { (name, request) ->
                            // The file that a site's prologue reads is not here.
                            val prologue = "# shellcheck source=/dev/null\n" + request.setting.prologue
                            val checked =
                                if (request.setting.prologue.isEmpty()) request
                                else request.copy(setting = request.setting.copy(prologue = prologue))
                            "${scratch.resolve("${backend.name} $name.sh").apply { writeText(WorkerScript(backend, checked).render(command)) }}"
                        }
                val check = processes.run(listOf("shellcheck") + scripts, 60.seconds)
                withClue(check.describe()) { check.success shouldBe true }
            }
        }
    })
