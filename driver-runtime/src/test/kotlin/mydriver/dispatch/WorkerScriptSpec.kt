package mydriver.dispatch

import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.datatest.withData
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.collections.shouldContainExactlyInAnyOrder
import io.kotest.matchers.comparables.shouldBeBetween
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldNotContain
import io.kotest.property.Arb
import io.kotest.property.arbitrary.element
import io.kotest.property.arbitrary.list
import io.kotest.property.arbitrary.map
import io.kotest.property.arbitrary.string
import io.kotest.property.checkAll
import java.nio.file.Path
import kotlin.io.path.createDirectories
import kotlin.io.path.readText
import kotlin.io.path.writeText
import kotlin.time.Duration.Companion.minutes
import kotlin.time.Duration.Companion.seconds
import mydriver.deeds.specEnvironment
import mydriver.dispatch.backend.LocalBackend
import mydriver.dispatch.backend.SlurmBackend
import mydriver.dispatch.sge.sgeDevices
import mydriver.model.Resources
import mydriver.process.CommandResult
import mydriver.process.Processes
import mydriver.testing.onPath
import mydriver.testing.requireOrSkip

/** Words that shells, schedulers or file systems might choke on. */
private val awkward =
    Arb.list(
            Arb.element(
                " ",
                "'",
                "\"",
                "$",
                "\\",
                "\n",
                "\n#SGE -q x",
                "\n#CONDOR x",
                "`id`",
                "%j",
                "\t",
                "é🎲",
                "a",
                "-",
            ),
            1..6,
        )
        .map { it.joinToString("") }

class WorkerScriptSpec :
    FunSpec({
        val scratch = tempdir().toPath()
        val processes = Processes(specEnvironment)

        fun request(folder: Path = scratch, workersPerNode: Int = 1, setting: WorkerSetting = WorkerSetting()) =
            SubmissionRequest(
                "t-1",
                "deeds",
                workersPerNode,
                Resources(),
                folder,
                workersPerNode = workersPerNode,
                setting = setting,
            )

        fun run(backend: SchedulerBackend, request: SubmissionRequest, command: List<String>): CommandResult {
            val script = scratch.resolve("worker.sh")
            script.writeText(WorkerScript(backend, request).render(command))
            return processes.run(listOf("sh", "$script"), 30.seconds)
        }

        /** Ends with what [lines] of shell, which find the script as `$1`, say. */
        fun around(request: SubmissionRequest, command: List<String>, lines: String): List<String> {
            val script = scratch.resolve("worker.sh")
            script.writeText(WorkerScript(LocalBackend, request).render(command))
            val result = processes.run(listOf("sh", "-c", lines.trimIndent(), "sh", "$script"), 30.seconds, scratch)
            withClue(result.describe()) { result.exitCode shouldBe 0 }
            return result.output.lines().filter { it.isNotEmpty() }
        }

        /**
         * Tells when it can be told something, and what it is told; shells cannot listen to what they were born to
         * ignore.
         */
        val listener =
            scratch.resolve("listener.pl").apply {
                writeText(
                    """
                    $| = 1;
                    for my ${"$"}name (qw(USR1 USR2 TERM)) { ${"$"}SIG{${"$"}name} = sub { print "got ${"$"}name\n"; exit 7 if ${"$"}name eq 'TERM' }; }
                    open(my ${"$"}ready, '>', ${"$"}ARGV[0]) or die; close(${"$"}ready);
                    sleep 1 while 1;
                    """
                        .trimIndent()
                )
            }

        context("folders, words and values of variables survive whatever they hold") {
            withData(nameFn = { it.name }, Backends.all.filter { it.sharesDisk }) { backend ->
                checkAll(12, awkward, awkward, awkward) { name, word, value ->
                    // What a scheduler cannot even be told is refused before.
                    val wanted = scratch.resolve("f${name}f")
                    val named = if (backend.unsupported(request(wanted)).isEmpty()) wanted else scratch.resolve("plain")
                    val folder = named.createDirectories()
                    val setting = WorkerSetting(mapOf("VALUE" to value))
                    val lines = "printf '%s\\0' \"\$VALUE\" \"\$PWD\" \"\$@\""
                    val result =
                        run(
                            backend,
                            request(folder, setting = setting),
                            listOf("sh", "-c", lines, "sh", word, "--x=$word"),
                        )
                    val (said, place, first, second) =
                        (result.output.ifEmpty { folder.resolve("worker-0.log").readText() }).split('\u0000')
                    withClue(result.describe()) {
                        listOf(said, first, second) shouldContainExactly listOf(value, word, "--x=$word")
                        if (!backend.onThisHost) place shouldBe "$folder"
                    }
                    folder.toFile().deleteRecursively()
                }
            }
        }

        context("no value can pass for a directive") {
            withData(nameFn = { it.name }, Backends.all.filter { it.directivePrefix != null }) { backend ->
                val prefix = backend.directivePrefix
                val value = "x\n$prefix --evil\n#$ -q evil\n"
                val request = request(setting = WorkerSetting(mapOf("VALUE" to value)))
                val lines = WorkerScript(backend, request).render(listOf("mydriver", value)).lines()
                lines.count { it.startsWith("$prefix ") } shouldBe backend.directives(request).size
                lines.count { it.startsWith("#$") } shouldBe 0
            }
        }

        test("the script becomes its worker") {
            val lines = around(request(), listOf("sh", "-c", "echo $$"), "sh \"\$1\" & echo $!; wait $!")
            lines[0] shouldBe lines[1]
        }

        test("a prologue that fails keeps the worker from starting, and says so") {
            val result =
                run(
                    LocalBackend,
                    request(setting = WorkerSetting(prologue = "echo before\nfalse")),
                    listOf("echo", "worker"),
                )
            result.exitCode shouldBe 1
            result.output shouldBe "before\n"
            result.errors shouldContain "the prologue ended with 1, so no worker is started"
        }

        test("prologue, worker and epilogue follow each other, and the worker's exit code counts") {
            val setting = WorkerSetting(mapOf("SITE" to "x y"), "FROM=\"\$SITE\" # a comment", "echo \"after \$FROM\"")
            val result = run(LocalBackend, request(setting = setting), listOf("sh", "-c", "echo \"at \$SITE\"; exit 3"))
            result.output shouldBe "at x y\nafter x y\n"
            result.exitCode shouldBe 3
        }

        context("a script that stays beside its worker passes signals on and still runs the epilogue") {
            withData(
                "USR1" to listOf("got USR1", "got TERM"),
                "USR2" to listOf("got USR2", "got TERM"),
                "TERM" to listOf("got TERM"),
            ) { (signal, heard) ->
                requireOrSkip("perl") { onPath("perl") }
                val ready = scratch.resolve("ready-$signal")
                around(
                    request(setting = WorkerSetting(epilogue = "echo after")),
                    listOf("perl", "$listener", "$ready"),
                    """
                    sh "$1" >heard-$signal &
                    while [ ! -e '$ready' ]; do sleep 0.05; done
                    kill -s $signal $!
                    while ! grep -q 'got $signal' heard-$signal; do sleep 0.05; done
                    kill -s TERM $!
                    wait $!
                    echo "ended with $?"
                    cat heard-$signal
                    """,
                ) shouldContainExactly listOf("ended with 7") + heard + "after"
            }
        }

        test("a warning before the worker can hear does not end it") {
            requireOrSkip("perl") { onPath("perl") }
            val late =
                "touch up; while [ ! -e warned ]; do sleep 0.05; done; exec perl '$listener' '${scratch.resolve("late")}'"
            around(
                request(setting = WorkerSetting(epilogue = "echo after")),
                listOf("sh", "-c", late),
                """
                sh "$1" >heard &
                while [ ! -e up ]; do sleep 0.05; done
                sleep 0.5
                kill -s USR2 $!
                sleep 0.5
                touch warned
                while [ ! -e late ]; do sleep 0.05; done
                kill -s TERM $!
                wait $!
                cat heard
                """,
            ) shouldContainExactly listOf("got TERM", "after")
        }

        test("several workers of a node share its devices out, and one that failed is told") {
            val shared = request(workersPerNode = 3).copy(resources = Resources(cpus = 2, gpus = 2))
            val lines =
                "echo \"\$CUDA_VISIBLE_DEVICES \$OMP_NUM_THREADS\"; [ \"\$CUDA_VISIBLE_DEVICES\" != 2,3 ] || exit 9"
            around(shared, listOf("sh", "-c", lines), "CUDA_VISIBLE_DEVICES=0,1,2,3,4,5 sh \"\$1\"; echo \$?")
                .shouldContainExactlyInAnyOrder("0,1 2", "2,3 2", "4,5 2", "9")
        }

        test("numerical libraries get as many threads as the trial has cores, unless somebody said otherwise") {
            val command = listOf("sh", "-c", "echo \$OMP_NUM_THREADS \$MKL_NUM_THREADS \$OPENBLAS_NUM_THREADS")
            val set =
                request(setting = WorkerSetting(mapOf("MKL_NUM_THREADS" to "1"))).copy(resources = Resources(cpus = 4))
            around(set, command, "OPENBLAS_NUM_THREADS=3 sh \"\$1\"") shouldContainExactly listOf("4 1 3")
        }

        test("a worker knows when its time is over, from the scheduler or from what was asked for") {
            val request = request().copy(resources = Resources(walltime = 10.minutes))
            val script = scratch.resolve("worker.sh")
            script.writeText(
                WorkerScript(SlurmBackend, request).render(listOf("sh", "-c", "echo \"\$MYDRIVER_DEADLINE\""))
            )
            val told = processes.run(listOf("env", "SLURM_JOB_END_TIME=4711", "sh", "$script"), 10.seconds)
            told.output shouldBe "4711\n"
            val (now, end) =
                processes
                    .run(listOf("sh", "-c", "date +%s; sh \"\$1\"", "sh", "$script"), 10.seconds)
                    .output
                    .lines()
                    .map { it.toLongOrNull() ?: 0 }
            (end - now).shouldBeBetween(600L, 660L)
        }

        test("where Grid Engine names no devices, workers choose different ones") {
            requireOrSkip("flock") { onPath("flock") }
            val choose = scratch.resolve("choose.sh").apply { writeText(sgeDevices(2) + "\n") }
            val lines =
                """
                unset CUDA_VISIBLE_DEVICES
                . "$1"
                echo "${"$"}CUDA_VISIBLE_DEVICES" | tr ',' '\n'
                unset CUDA_VISIBLE_DEVICES
                sh -c '. "$1"; echo "${"$"}CUDA_VISIBLE_DEVICES" | tr "," "\n"' sh "$1"
                SGE_HGR_gpu='4 7'; . "$1"; echo "${"$"}CUDA_VISIBLE_DEVICES"
                """
                    .trimIndent()
            val result = processes.run(listOf("sh", "-c", lines, "sh", "$choose"), 10.seconds)
            withClue(result.describe()) {
                val said = result.output.trim().lines()
                said.take(4).distinct().size shouldBe 4
                said.last() shouldBe "4,7"
            }
        }

        test("a name of a variable that is none is refused with all others") {
            runCatching { WorkerSetting(mapOf("A B" to "", "1X" to "", "OK" to "")) }
                .exceptionOrNull()
                ?.message
                .orEmpty()
                .let {
                    it shouldContain "\"A B\", \"1X\""
                    it shouldNotContain "OK"
                }
        }

        test("what people see in listings is plain, begins with a letter and ends with the tag") {
            checkAll(Arb.string(1..60)) { title ->
                val name = request().copy(title = title).jobName
                withClue(name) { Regex("[A-Za-z][A-Za-z0-9_.-]{0,39}\\.t-1").matches(name) shouldBe true }
            }
        }
    })
