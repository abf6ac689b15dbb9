package mydriver.dispatch

import io.kotest.assertions.nondeterministic.eventually
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.datatest.withData
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.collections.shouldContainExactlyInAnyOrder
import io.kotest.matchers.collections.shouldHaveSize
import io.kotest.matchers.nulls.shouldNotBeNull
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldStartWith
import java.nio.file.Path
import java.time.Clock
import java.time.Instant
import java.time.ZoneOffset
import kotlin.io.path.Path
import kotlin.io.path.createFile
import kotlin.io.path.readText
import kotlin.io.path.writeText
import kotlin.time.Duration.Companion.seconds
import mydriver.deeds.specEnvironment
import mydriver.dispatch.backend.LocalBackend
import mydriver.dispatch.profile.DispatchTarget
import mydriver.model.Resources
import mydriver.model.SchedulerError
import mydriver.process.ProcessIdentity
import mydriver.process.Processes
import mydriver.process.awaitEnd
import mydriver.store.SubmissionState
import mydriver.store.TableSet
import mydriver.store.TableSetUrl
import mydriver.store.query.Demand
import mydriver.testing.onPath
import mydriver.testing.requireOrSkip

class DispatcherSpec :
    FunSpec({
        val scratch = tempdir().toPath()
        val clock = Clock.fixed(Instant.parse("2026-03-01T12:30:05Z"), ZoneOffset.UTC)
        val processes = Processes(specEnvironment)
        val tableSet = TableSet.open(TableSetUrl.ofFile(scratch.resolve("spec.db"), "deeds"))
        val bundle = PinnedBundle("abc", "{}".toByteArray())

        afterSpec { tableSet.close() }

        fun dispatcher(launcher: List<String>, folder: Path = scratch, processors: Int = 8): Dispatcher {
            val place =
                DispatchPlace(processes, launcher, processors, clock, delivery = DELIVERY) { folder.resolve(it) }
            return Dispatcher(tableSet, place)
        }

        fun request(queued: Long, workers: Int? = null, script: Path = Path("/s/foo.exp.kts"), cpus: Int = 1) =
            DispatchRequest(
                script,
                bundle,
                "deeds",
                DispatchTarget(LocalBackend),
                listOf(Demand(Resources(cpus), queued, 0)),
                wishes = DispatchWishes(workers),
                options = listOf("--root", "/r oot/it's"),
            )

        /** A launcher that only tells how it was called. */
        val probe =
            scratch.resolve("probe.sh").apply {
                writeText("for word; do echo \"word \$word\"; done\nenv | grep '^MYDRIVER_' | sort\n")
            }

        context("as many workers as are wanted, never more than trials wait") {
            withData(
                nameFn = { (queued, wanted, workers) -> "$queued queued, $wanted wanted: $workers" },
                Triple(0L, 4, 0),
                Triple(3L, 4, 3),
                Triple(1_000_000L, 4, 4),
                Triple(5L, null, 4),
                Triple(2L, null, 2),
            ) { (queued, wanted, workers) ->
                dispatcher(listOf("mydriver")).plan(request(queued, wanted, cpus = 2)).workers shouldBe workers
            }
        }

        context("the plan is one sentence") {
            withData(
                0L to "nothing is queued, so no worker is started",
                1L to "starting 1 local worker of 1 cpu for 1 queued trial",
                24L to "starting 2 local workers of 1 cpu each for 24 queued trials",
            ) { (queued, sentence) ->
                dispatcher(listOf("mydriver")).plan(request(queued, 2)).sentence shouldBe sentence
            }
        }

        test("nothing queued: nothing is recorded, nothing started") {
            val dispatcher = dispatcher(listOf("sh", "$probe"))
            dispatcher.submit(dispatcher.plan(request(0))).shouldNotBeNull().shouldBeEmpty()
            tableSet.submissions.all().shouldBeEmpty()
        }

        test("local workers are called with the pinned bundle and know their place") {
            val dispatcher = dispatcher(listOf("sh", "$probe"))
            val submission =
                dispatcher
                    .submit(dispatcher.plan(request(5, 2, Path("/s/it's \$(x)/foo.exp.kts"))))
                    .shouldNotBeNull()
                    .single()
            submission.tag shouldStartWith "20260301-123005-"
            submission.nativeIds shouldHaveSize 2
            submission.nativeIds.forEach { id -> ProcessIdentity.of(id.toLong())?.let { awaitEnd(it) } }
            submission.nativeIds.forEachIndexed { index, id ->
                submission.folder.resolve("worker-$index.log").readText().lines().filter {
                    it.isNotEmpty()
                } shouldContainExactly
                    listOf(
                        "word --bundle",
                        "word ${submission.folder}/bundle.json",
                        "word /s/it's \$(x)/foo.exp.kts",
                        "word worker",
                        "word --drain",
                        "word --submission",
                        "word ${submission.tag}",
                        "word --cpus",
                        "word 1",
                        "word --gpus",
                        "word 0",
                        "word --root",
                        "word /r oot/it's",
                        "MYDRIVER_ARRAY_INDEX=$index",
                        "MYDRIVER_DEADLINE=",
                        "MYDRIVER_LOCAL_INDEX=$index",
                        "MYDRIVER_NATIVE_ID=$id",
                        "MYDRIVER_NODE=",
                        "MYDRIVER_RESTART=",
                        "MYDRIVER_SCHEDULER=local",
                    )
            }
            val row = tableSet.submissions.all().single { it.tag == submission.tag }
            row.state shouldBe SubmissionState.CONFIRMED
            row.nativeId shouldBe submission.nativeIds.joinToString(",")
            row.bundle shouldBe "abc"
            row.workers shouldBe 2
            submission.folder.resolve("bundle.json").readText() shouldBe "{}"
        }

        test("local workers have a session of their own, and are seen as long as they run") {
            requireOrSkip("setsid") { onPath("setsid") }
            val forever = scratch.resolve("forever.sh").apply { writeText("exec sleep 600\n") }
            val dispatcher = dispatcher(listOf("sh", "$forever"))
            val submission = dispatcher.submit(dispatcher.plan(request(1, 1))).shouldNotBeNull().single()
            val id = submission.nativeIds.single()
            val identity = ProcessIdentity.of(id.toLong()).shouldNotBeNull()
            try {
                // The session is the sixth field of proc(5), behind a name that may hold anything; a process is there
                // a moment before its program, which is what makes the session.
                eventually(10.seconds) {
                    Path("/proc/$id/stat").readText().substringAfterLast(") ").split(' ')[3] shouldBe id
                }
                SchedulerCalls(processes).status(LocalBackend, listOf(id)) shouldContainExactly
                    listOf(QueuedWorker(id, null, QueueState.RUNNING))
            } finally {
                processes.run(submission.backend.cancelCommand(submission.nativeIds), 5.seconds)
            }
            awaitEnd(identity)
            SchedulerCalls(processes).status(LocalBackend, listOf(id)).shouldBeEmpty()
        }

        test("a folder that cannot be written is told, and nothing is recorded") {
            val before = tableSet.submissions.all().map { it.tag }
            val dispatcher = dispatcher(listOf("mydriver"), folder = scratch.resolve("a file").createFile())
            shouldThrow<SchedulerError> { dispatcher.submit(dispatcher.plan(request(1))) }.message shouldContain
                "cannot be written"
            tableSet.submissions.all().map { it.tag } shouldContainExactlyInAnyOrder before
        }

        test("the shell words of local workers are clean") {
            requireOrSkip("shellcheck") { onPath("shellcheck") }
            for ((name, words) in mapOf("start" to LocalBackend.START, "status" to LocalBackend.STATUS)) {
                val script = scratch.resolve("$name.sh").apply { writeText("#!/bin/sh\n$words") }
                val check = processes.run(listOf("shellcheck", "$script"), 60.seconds)
                withClue(check.describe()) { check.success shouldBe true }
            }
        }

        context("a generated script is clean") {
            val awkward = request(1, script = Path("/it's; \$(touch x)/\"a\" %\n🎲/foo.exp.kts"))
            withData(nameFn = { it.name }, Backends.all) { backend ->
                requireOrSkip("shellcheck") { onPath("shellcheck") }
                val script = scratch.resolve("${backend.name}.sh")
                val dispatcher = dispatcher(listOf("/opt/my driver/bin/mydriver"))
                script.writeText(dispatcher.render(awkward.copy(target = target(backend))).single())
                val check = processes.run(listOf("shellcheck", "$script"), 60.seconds)
                withClue(check.describe()) { check.success shouldBe true }
            }
        }
    })

/** As if hosts had been named where there must be some. */
private fun target(backend: SchedulerBackend) =
    if (backend.sharesDisk) DispatchTarget(backend) else DispatchTarget(backend, hosts = listOf("node1", "node2"))

private val DELIVERY = Delivery(Path("/opt/my driver"), Path("/s/foo.exp.kts"), "here", Path("/home/me"))
