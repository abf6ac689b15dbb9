package mydriver.dispatch

import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.datatest.withData
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.ints.shouldBeLessThanOrEqual
import io.kotest.matchers.shouldBe
import io.kotest.property.Arb
import io.kotest.property.arbitrary.int
import io.kotest.property.arbitrary.list
import io.kotest.property.checkAll
import java.nio.file.Path
import kotlin.io.path.Path
import kotlin.time.Duration.Companion.hours
import kotlin.time.Duration.Companion.minutes
import mydriver.dispatch.backend.LocalBackend
import mydriver.dispatch.profile.DispatchTarget
import mydriver.dispatch.profile.Profile
import mydriver.model.ConfigurationError
import mydriver.model.Memory
import mydriver.model.Resources
import mydriver.store.query.Demand

/** A cluster that takes everything, for what is worked out before any scheduler is called. */
internal class Cluster(private val cannot: (SubmissionRequest) -> List<String> = { emptyList() }) :
    SchedulerBackend by LocalBackend {
    override val name: String = "cluster"
    override val onThisHost: Boolean = false

    override fun unsupported(request: SubmissionRequest): List<String> = cannot(request)
}

private fun gib(count: Int) = Memory(count.toLong() shl 30)

class PlannerSpec :
    FunSpec({
        fun request(
            vararg demand: Demand,
            wishes: DispatchWishes = DispatchWishes(),
            target: DispatchTarget = DispatchTarget(Cluster()),
            resources: Resources = Resources(),
            file: Path? = null,
        ) =
            DispatchRequest(
                Path("/s/foo.exp.kts"),
                PinnedBundle("abc", "{}".toByteArray()),
                "deeds",
                target,
                demand.toList(),
                resources,
                wishes,
                file = file,
            )

        fun queued(count: Long, needs: Resources = Resources(), running: Long = 0) = Demand(needs, count, running)

        fun plan(
            request: DispatchRequest,
            present: List<PresentWorkers> = emptyList(),
            limits: ArrayLimits = ArrayLimits(),
        ) = Planner(request, processors = 8).plan(present, limits)

        test("a cluster gets fifty workers, and never more than trials wait") {
            plan(request(queued(100_000))).workers shouldBe 50
            plan(request(queued(7))).workers shouldBe 7
            plan(request(queued(100_000), wishes = DispatchWishes(workers = 400))).workers shouldBe 400
        }

        context("what waits or runs already counts") {
            fun there(waiting: Int, running: Int = 0) = listOf(PresentWorkers(Resources(), waiting, running))
            val ten = DispatchWishes(workers = 10)

            test("dispatching twice does not double") {
                plan(request(queued(100), wishes = ten), there(10)).workers shouldBe 0
            }

            test("what was lost is replaced") {
                plan(request(queued(50), wishes = ten), there(0, 9)).workers shouldBe 1
            }

            test("workers that are busy do not count for what was added since") {
                plan(request(queued(2, running = 3), wishes = ten), there(0, 3)).workers shouldBe 2
                plan(request(queued(2, running = 3), wishes = ten), there(2, 3)).workers shouldBe 0
            }

            test("trials that run elsewhere need no worker") {
                plan(request(queued(2, running = 30), wishes = ten)).workers shouldBe 2
            }

            test("workers that are held run nothing, and are told of") {
                val held = listOf(PresentWorkers(Resources(), 0, 0, held = 3))
                val plan = plan(request(queued(5), wishes = ten), held)
                plan.workers shouldBe 5
                plan.notes shouldBe
                    listOf("3 workers of earlier hand-offs are held by the scheduler; submissions lists them")
            }

            test("workers that offer too little do not count") {
                val small = listOf(PresentWorkers(Resources(cpus = 1), 10, 0))
                plan(request(queued(5, Resources(cpus = 2))), small).workers shouldBe 5
                plan(request(queued(5, Resources(cpus = 1))), small).workers shouldBe 0
            }
        }

        context("one array for each need, three at most") {
            fun sizes(vararg demand: Demand, wishes: DispatchWishes = DispatchWishes()) =
                plan(request(*demand, wishes = wishes)).arrays.map { it.group.needs to it.workers }

            test("different needs are kept apart, the largest first") {
                sizes(queued(4), queued(2, Resources(2, gpus = 1))) shouldBe
                    listOf(Resources(2, gpus = 1) to 2, Resources() to 4)
            }

            test("where there are more, those are merged upwards that waste the least") {
                sizes(
                    queued(10, Resources(1)),
                    queued(10, Resources(2, gib(1))),
                    queued(10, Resources(1, gib(2))),
                    queued(10, Resources(32, walltime = 1.hours)),
                    queued(10, Resources(8, gpus = 1)),
                ) shouldBe
                    listOf(
                        Resources(32, walltime = 1.hours) to 10,
                        Resources(8, gpus = 1) to 10,
                        Resources(2, gib(2)) to 30,
                    )
            }

            test("one worker runs everything, so it offers the most that any trial needs") {
                sizes(queued(4), queued(2, Resources(2, gpus = 1)), wishes = DispatchWishes(workers = 1)) shouldBe
                    listOf(Resources(2, gpus = 1) to 1)
            }

            test("what is wanted is shared out by how many wait") {
                sizes(queued(90), queued(10, Resources(2)), wishes = DispatchWishes(workers = 10)) shouldBe
                    listOf(Resources(2) to 1, Resources(1) to 9)
            }
        }

        context("limits of the site") {
            val many = DispatchWishes(workers = 25)

            test("an array is split at its largest size") {
                plan(request(queued(100), wishes = many), limits = ArrayLimits(maxArraySize = 10)).arrays.map {
                    it.workers
                } shouldBe listOf(10, 10, 5)
            }

            test("what may not be submitted is left over, and told") {
                val present = listOf(PresentWorkers(Resources(), 4, 1))
                val plan = plan(request(queued(100), wishes = many), present, ArrayLimits(maxSubmitted = 12))
                plan.workers shouldBe 7
                plan.notes shouldBe
                    listOf(
                        "13 further workers would have something to do, but the site lets you have 12 at a time; dispatch again later"
                    )
            }

            test("a job that starts several workers is one to the site") {
                val four = many.copy(workersPerNode = 4)
                plan(request(queued(100), wishes = four), limits = ArrayLimits(maxArraySize = 2)).arrays.map {
                    it.workers
                } shouldBe listOf(8, 8, 8, 1)
            }
        }

        context("how many run at once") {
            test("is the throttle of the array, where it is less than the workers") {
                plan(request(queued(20), wishes = DispatchWishes(10, maxConcurrent = 4))).arrays.map {
                    it.throttle
                } shouldBe listOf(4)
                plan(request(queued(20), wishes = DispatchWishes(10, maxConcurrent = 10))).arrays.map {
                    it.throttle
                } shouldBe listOf(null)
            }

            test("is shared by several arrays, and never more in sum") {
                val wishes = DispatchWishes(20, maxConcurrent = 5)
                plan(request(queued(20), queued(20, Resources(4)), wishes = wishes)).arrays.sumOf {
                    it.throttle!!
                } shouldBe 5
            }

            test("cannot be less than one job starts") {
                shouldThrow<ConfigurationError> {
                    plan(request(queued(20), wishes = DispatchWishes(maxConcurrent = 2, workersPerNode = 4)))
                }
            }
        }

        test("one worker for so many trials") {
            plan(request(queued(21), wishes = DispatchWishes(trialsPerWorker = 4))).workers shouldBe 6
            plan(request(queued(100_000), wishes = DispatchWishes(trialsPerWorker = 4))).workers shouldBe 25_000
            val running = listOf(PresentWorkers(Resources(), 0, 6))
            plan(request(queued(18, running = 6), wishes = DispatchWishes(trialsPerWorker = 4)), running)
                .workers shouldBe 0
        }

        context("the sentence says how many, of which size, where, for how many and how long") {
            val profile = Profile("site", "f:1", resources = Resources(walltime = 90.minutes))
            withData(
                nameFn = { it.second },
                request(queued(1)) to "starting 1 cluster worker of 1 cpu for 1 queued trial",
                request(
                    queued(60, Resources(2, gib(4), 1)),
                    wishes = DispatchWishes(20, maxConcurrent = 8),
                    resources = Resources(walltime = 2.hours),
                ) to
                    "starting 20 cluster workers of 2 cpus, 4 GiB and 1 gpu each, for 2h, at most 8 at once for 60 queued trials",
                request(queued(6), target = DispatchTarget(Cluster(), profile)) to
                    "starting 6 cluster workers of 1 cpu each, for 1h 30m (profile site) for 6 queued trials",
            ) { (request, sentence) ->
                plan(request).sentence shouldBe sentence
            }
        }

        test("the script says what it needs before the profile does, and raw directives are added up") {
            val site = Resources(walltime = 1.hours, queue = "long", account = "lab", raw = listOf("--a"))
            val target = DispatchTarget(Cluster(), Profile("site", "f:1", resources = site))
            val script = Resources(cpus = 9, queue = "short", raw = listOf("--b"))
            val request = request(queued(1, Resources(2)), target = target, resources = script)
            workerResources(request, WorkerGroup(Resources(2), 1, 0)) shouldBe
                Resources(2, null, 0, 1.hours, "short", "lab", null, listOf("--a", "--b"))
        }

        context("what cannot be done is refused, all at once, also before there is any trial") {
            val place =
                DispatchPlace(mydriver.process.Processes(emptyMap()), listOf("m"), 8, java.time.Clock.systemUTC()) {
                    Path("/f")
                }
            val cannot = Cluster { request ->
                listOfNotNull("no gpus".takeIf { request.resources.gpus > 0 }, "no queue")
            }

            withData(nameFn = { it.toString() }, emptyList(), listOf(queued(3, Resources(gpus = 1)))) { demand ->
                val refused =
                    request(
                        *demand.toTypedArray(),
                        target = DispatchTarget(cannot),
                        resources = Resources(gpus = 1),
                        file = Path("/s/foo.db"),
                    )
                shouldThrow<ConfigurationError> { refuseImpossible(refused, place) }.message shouldBe
                    "/s/foo.db: workers of cluster run on other hosts, which cannot share a SQLite file; put the trials into " +
                        "PostgreSQL: database(\"postgres://USER@HOST/DATABASE\") in the script, or --database\nno gpus\nno queue"
            }

            test("workers of this host share a SQLite file") {
                refuseImpossible(request(target = DispatchTarget(LocalBackend), file = Path("/s/foo.db")), place)
            }
        }

        test("shares keep proportion, minimum and sum") {
            checkAll(Arb.list(Arb.int(0..1000), 1..5), Arb.int(0..3000)) { counts, most ->
                val shares = shares(counts, most)
                shares.sum() shouldBe minOf(counts.sum(), most)
                counts.zip(shares).filter { (count, share) -> share > count || share < 0 }.shouldBeEmpty()
                if (most >= counts.size)
                    counts.zip(shares).filter { (count, share) -> count > 0 && share == 0 }.shouldBeEmpty()
                shares.sum() shouldBeLessThanOrEqual most
            }
        }

        test("memory is told so that a worker reads it") {
            typed(gib(4)) shouldBe "4GiB"
            typed(Memory(1536L shl 20)) shouldBe "1536MiB"
            typed(Memory(1)) shouldBe "1KiB"
        }
    })
