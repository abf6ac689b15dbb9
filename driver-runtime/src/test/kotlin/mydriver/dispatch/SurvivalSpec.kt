package mydriver.dispatch

import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.collections.shouldHaveSize
import io.kotest.matchers.comparables.shouldBeLessThanOrEqualTo
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.nulls.shouldNotBeNull
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import java.nio.file.Path
import java.time.Clock
import java.time.Instant
import java.time.ZoneOffset
import kotlin.io.path.Path
import kotlin.io.path.exists
import kotlin.random.Random
import kotlin.time.Duration
import kotlin.time.Duration.Companion.minutes
import kotlin.time.Duration.Companion.seconds
import mydriver.dispatch.profile.DispatchTarget
import mydriver.model.Resources
import mydriver.model.SchedulerError
import mydriver.store.StoreOptions
import mydriver.store.SubmissionRow
import mydriver.store.SubmissionState
import mydriver.store.TableSet
import mydriver.store.TableSetUrl
import mydriver.store.query.Demand

/** What becomes of workers when the scheduler does not do what it was asked, or does not say so. */
class SurvivalSpec :
    FunSpec({
        val request =
            DispatchRequest(
                Path("/s/foo.exp.kts"),
                PinnedBundle("abc", "{}".toByteArray()),
                "deeds",
                DispatchTarget(Backends.named("slurm")),
                listOf(Demand(Resources(), 100_000, 0)),
                wishes = DispatchWishes(workers = 10),
            )

        /** A login node with a table set and a scheduler of its own. */
        class Site(val folder: Path) : AutoCloseable {
            val slurm = FakeSlurm(folder)
            var ahead = Duration.ZERO
            val tableSet =
                TableSet.open(
                    TableSetUrl.ofFile(folder.resolve("spec.db"), "deeds"),
                    StoreOptions(clockOffset = { ahead }),
                )
            val pauses = ArrayList<Duration>()

            fun place(pause: (Duration) -> Boolean = pauses::add) =
                DispatchPlace(
                    slurm.processes,
                    listOf("mydriver"),
                    8,
                    object : Clock() {
                        override fun instant(): Instant = tableSet.now()

                        override fun getZone() = ZoneOffset.UTC

                        override fun withZone(zone: java.time.ZoneId) = this
                    },
                    pause = pause,
                    random = Random(1),
                    folder = { folder.resolve("submissions").resolve(it) },
                )

            fun dispatch(request: DispatchRequest): List<Submission>? {
                val dispatcher = Dispatcher(tableSet, place())
                return dispatcher.submit(dispatcher.plan(request))
            }

            val states: List<SubmissionState>
                get() = tableSet.submissions.all().map { it.state }

            override fun close() = tableSet.close()
        }

        fun site(block: (Site) -> Unit) = Site(tempdir().toPath()).use(block)

        test("a hundred thousand trials take three calls at most, also the second time") {
            site { site ->
                site.dispatch(request)!!.single().nativeIds shouldHaveSize 1
                site.slurm.calls.size shouldBeLessThanOrEqualTo 3
                site.slurm.calls.count { it == "sbatch" } shouldBe 1
                site.slurm.forget()
                site.dispatch(request)!!.shouldBeEmpty()
                site.slurm.jobs shouldHaveSize 1
                site.slurm.calls.filter { it != "sacctmgr" }.sorted() shouldBe listOf("scontrol", "squeue")
            }
        }

        test("workers that are gone are replaced, and their hand-off is over") {
            site { site ->
                site.dispatch(request)
                site.slurm.empty()
                site.dispatch(request)!! shouldHaveSize 1
                site.states shouldBe listOf(SubmissionState.ENDED, SubmissionState.CONFIRMED)
            }
        }

        test("a submission whose answer got lost is found by its tag, and not sent again") {
            site { site ->
                site.slurm.losesAnswers()
                val submission = site.dispatch(request)!!.single()
                submission.nativeIds shouldBe listOf(site.slurm.jobs.single()[0])
                site.states shouldBe listOf(SubmissionState.CONFIRMED)
            }
        }

        test("a controller that hangs takes workers once, however often somebody dispatches") {
            site { site ->
                val dispatcher = Dispatcher(site.tableSet, site.place())
                // It begins to hang after it was asked for its limits.
                val plan = dispatcher.plan(request)
                site.slurm.hung()
                val unknown = shouldThrow<SchedulerError> { dispatcher.submit(plan) }.message!!
                unknown shouldContain "nobody knows whether the scheduler slurm took the submission"
                unknown shouldContain "Socket timed out"
                site.states shouldBe listOf(SubmissionState.SENT)

                shouldThrow<SchedulerError> { site.dispatch(request) }.message shouldContain
                    "may or may not have arrived"
                site.slurm.jobs shouldHaveSize 1

                site.slurm.healthy()
                site.dispatch(request)!!.shouldBeEmpty()
                site.slurm.jobs shouldHaveSize 1
                site.states shouldBe listOf(SubmissionState.CONFIRMED)
            }
        }

        test("a controller that never got it is asked again once it is back") {
            site { site ->
                val dispatcher = Dispatcher(site.tableSet, site.place())
                val plan = dispatcher.plan(request)
                site.slurm.gone()
                shouldThrow<SchedulerError> { dispatcher.submit(plan) }
                site.slurm.healthy()
                site.dispatch(request)!! shouldHaveSize 1
                site.slurm.jobs shouldHaveSize 1
                site.states.sorted() shouldBe listOf(SubmissionState.CONFIRMED, SubmissionState.FAILED)
            }
        }

        test("somebody else's hand-off that is on its way counts, until it has been for too long") {
            site { site ->
                site.tableSet.submissions.record(
                    SubmissionRow("20260101-000000-aaaaaa", "slurm", 6, "login2", offer = Resources())
                )
                site.dispatch(request)
                site.slurm.jobs.single()[2] shouldBe "0-3"
                site.ahead += 10.minutes
                site.dispatch(request)
                site.slurm.jobs.map { it[2] } shouldBe listOf("0-3", "0-5")
                site.tableSet.submissions.find("20260101-000000-aaaaaa")?.state shouldBe SubmissionState.FAILED
            }
        }

        test("two who dispatch at the same time do not send twice as many") {
            site { site ->
                val first = Dispatcher(site.tableSet, site.place())
                val second = Dispatcher(site.tableSet, site.place())
                val one = first.plan(request)
                val other = second.plan(request)
                first.submit(one).shouldNotBeNull()
                second.submit(other).shouldBeNull()
                second.submit(second.plan(request)).shouldNotBeNull().shouldBeEmpty()
                site.slurm.jobs shouldHaveSize 1
            }
        }

        test("a scheduler that is only busy is asked again, a little later each time, under a new tag") {
            site { site ->
                site.slurm.busy(2)
                val submission = site.dispatch(request)!!.single()
                site.slurm.jobs.single()[1] shouldBe submission.tag
                site.states shouldBe listOf(SubmissionState.FAILED, SubmissionState.FAILED, SubmissionState.CONFIRMED)
                site.pauses.filter { it != 1.seconds } shouldHaveSize 2
                site.slurm.script(submission.nativeIds.single()) shouldContain "--submission ${submission.tag}"
            }
        }

        test("a scheduler that stays busy is told of, after a few tries") {
            site { site ->
                site.slurm.busy(100)
                shouldThrow<SchedulerError> { site.dispatch(request) }.message shouldContain
                    "temporarily unable to accept"
                site.slurm.calls.count { it == "sbatch" } shouldBe 4
                site.states.toSet() shouldBe setOf(SubmissionState.FAILED)
            }
        }

        test("a refusal is told as the scheduler says it, and not tried again") {
            site { site ->
                site.slurm.refusing()
                shouldThrow<SchedulerError> { site.dispatch(request) }.message shouldContain "Invalid account"
                site.slurm.calls.count { it == "sbatch" } shouldBe 1
                site.states shouldBe listOf(SubmissionState.FAILED)
            }
        }

        test("arrays are split at the limits, and what they leave over is topped up by the next dispatch") {
            site { site ->
                site.slurm.limits(array = 4, jobs = 9)
                site.dispatch(request.copy(wishes = DispatchWishes(workers = 20)))!! shouldHaveSize 3
                site.slurm.jobs.map { it[2] } shouldBe listOf("0-3", "0-3", "0-0")
                site.slurm.limits(array = 4, jobs = 12)
                site.dispatch(request.copy(wishes = DispatchWishes(workers = 20)))
                site.slurm.jobs.map { it[2] } shouldBe listOf("0-3", "0-3", "0-0", "0-2")
            }
        }

        test(
            "when the scheduler refuses in the middle, what went through is told, and the rest is not taken for sent"
        ) {
            site { site ->
                site.slurm.limits(array = 5, jobs = 100)
                val dispatcher = Dispatcher(site.tableSet, site.place())
                val plan = dispatcher.plan(request.copy(wishes = DispatchWishes(workers = 15)))
                site.slurm.refusing()
                val failure = shouldThrow<SchedulerError> { dispatcher.submit(plan) }
                failure.message shouldContain "Invalid account"
                site.states shouldBe List(3) { SubmissionState.FAILED }
                site.tableSet.submissions.all().count { it.progress?.error.orEmpty().startsWith("not sent") } shouldBe 2
            }
        }

        test("a hand-off that somebody gave up, and that the scheduler takes after all, is cancelled again") {
            site { site ->
                val submissions = site.tableSet.submissions
                val meddling = site.place {
                    // What the scheduler refused arrives late, between two looks, and somebody has lost patience.
                    val row = submissions.all().single()
                    site.slurm.healthy()
                    site.slurm.submit(Path("${row.folder}/worker.sh"))
                    submissions.fail(row.tag, "given up")
                    true
                }
                val dispatcher = Dispatcher(site.tableSet, meddling)
                val plan = dispatcher.plan(request)
                site.slurm.refusing()
                shouldThrow<SchedulerError> { dispatcher.submit(plan) }.message shouldContain
                    "given up by another dispatch"
                site.slurm.jobs.shouldBeEmpty()
                site.states shouldBe listOf(SubmissionState.FAILED)
            }
        }

        test("rendering asks nobody and writes nothing") {
            site { site ->
                val script = Dispatcher(site.tableSet, site.place()).render(request).single()
                script shouldContain "#SBATCH --comment=TAG"
                site.slurm.calls.shouldBeEmpty()
                site.folder.resolve("submissions").exists() shouldBe false
                site.tableSet.submissions.all().shouldBeEmpty()
            }
        }

        test("whoever waits asks the scheduler rarely, and does not give up while workers wait in its queue") {
            site { site ->
                val watch = QueueWatch(site.tableSet, site.place())
                watch.anybody() shouldBe false
                site.dispatch(request)
                site.slurm.forget()
                repeat(100) { watch.anybody() shouldBe true }
                site.slurm.calls shouldBe listOf("squeue")
                site.slurm.gone()
                site.ahead += 1.minutes
                watch.anybody() shouldBe true
                site.slurm.healthy()
                site.slurm.empty()
                site.ahead += 1.minutes
                watch.anybody() shouldBe false
            }
        }
    })
