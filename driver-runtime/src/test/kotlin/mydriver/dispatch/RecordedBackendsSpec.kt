package mydriver.dispatch

import io.kotest.core.spec.style.FunSpec
import io.kotest.datatest.withData
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.shouldBe
import java.time.Instant
import mydriver.dispatch.EvidenceEnd.CANCELLED
import mydriver.dispatch.EvidenceEnd.COMPLETED
import mydriver.dispatch.EvidenceEnd.FAILED
import mydriver.dispatch.EvidenceEnd.OUT_OF_MEMORY
import mydriver.dispatch.EvidenceEnd.PREEMPTED
import mydriver.dispatch.EvidenceEnd.REQUEUED
import mydriver.dispatch.EvidenceEnd.TIMEOUT
import mydriver.dispatch.QueueState.HELD
import mydriver.dispatch.QueueState.RUNNING
import mydriver.dispatch.QueueState.WAITING
import mydriver.dispatch.backend.CondorBackend
import mydriver.dispatch.backend.PbsBackend
import mydriver.dispatch.backend.SgeBackend
import mydriver.dispatch.backend.SlurmBackend
import mydriver.dispatch.backend.TorqueBackend
import mydriver.dispatch.slurm.SlurmQueue

private fun at(seconds: Long) = Instant.ofEpochSecond(seconds)

private fun utc(time: String) = Instant.parse("2026-11-${time}Z")

private val slurm =
    BackendAnswers(
        submitted = recorded("slurm", "submitted") to listOf("27"),
        refused = recorded("slurm", "refused"),
        limits = recorded("slurm", "limits") to ArrayLimits(100_001, 100_000),
        found = recorded("slurm", "found") to listOf("27"),
        status =
            recorded("slurm", "status") to
                listOf(
                    QueuedWorker("27", null, WAITING, "JobArrayTaskLimit", 4),
                    QueuedWorker("28", null, HELD, "JobHeldUser", 2),
                    QueuedWorker("27", 0, RUNNING),
                    QueuedWorker("27", 1, RUNNING),
                ),
        evidence =
            recorded("slurm", "evidence") to
                listOf(
                    Evidence("27", 0, 0, COMPLETED, 0, null, at(1795273711)),
                    Evidence("27", 1, 0, CANCELLED, 0, null, at(1795273689)),
                    Evidence("27", 2, 0, COMPLETED, 0, null, at(1795273719)),
                    Evidence("27", 3, 0, COMPLETED, 0, null, at(1795273742)),
                    Evidence("27", 4, 0, COMPLETED, 0, null, at(1795273750)),
                    Evidence("27", 5, 0, COMPLETED, 0, null, at(1795273772)),
                    Evidence("31", 0, 0, COMPLETED, 0, null, at(1795273685)),
                    Evidence("31", 1, 0, FAILED, 3, null, at(1795273685)),
                    Evidence("31", 2, 0, FAILED, null, 11, at(1795273685)),
                    Evidence("32", 0, 0, OUT_OF_MEMORY, null, 9, at(1795273689)),
                    Evidence("33", 0, 0, TIMEOUT, 0, null, at(1795273758)),
                    Evidence("47", 0, 0, PREEMPTED, 0, null, at(1795274915)),
                    Evidence("47", 0, 1, COMPLETED, 0, null, at(1795274928)),
                    Evidence("48", 0, 0, REQUEUED, 0, null, at(1795274914)),
                    Evidence("48", 0, 1, COMPLETED, 0, null, at(1795274920)),
                ),
    )

private val sge =
    BackendAnswers(
        submitted = recorded("sge", "submitted") to listOf("18"),
        refused = recorded("sge", "refused"),
        limits = recorded("sge", "limits") to ArrayLimits(75_000),
        found = recorded("sge", "found") to listOf("18"),
        status =
            recorded("sge", "status") to
                listOf(
                    QueuedWorker("20", null, RUNNING),
                    QueuedWorker("21", null, RUNNING),
                    QueuedWorker("22", 1, RUNNING),
                    QueuedWorker("23", 1, RUNNING),
                    QueuedWorker("18", 4, WAITING),
                    QueuedWorker("23", null, WAITING, null, 5),
                    QueuedWorker("24", null, HELD, "hqw", 3),
                ),
        evidence =
            recorded("sge", "evidence") to
                listOf(
                    Evidence("18", 1, 0, COMPLETED, 0, null, utc("21T15:28:36")),
                    Evidence("18", 2, 0, FAILED, 3, null, utc("21T15:28:36")),
                    Evidence("18", 4, 0, REQUEUED, 99, null, utc("21T15:28:35")),
                    Evidence("18", 4, 1, COMPLETED, 0, null, utc("21T15:28:40")),
                    Evidence("18", 3, 0, FAILED, null, 11, utc("21T15:28:37")),
                    Evidence("20", null, 0, TIMEOUT, null, 12, utc("21T15:28:41")),
                    Evidence("21", null, 0, OUT_OF_MEMORY, null, 9, utc("21T15:28:40")),
                    Evidence("22", 1, 0, CANCELLED, null, 12, utc("21T15:28:40")),
                ),
    )

private val condor =
    BackendAnswers(
        submitted = recorded("condor", "submitted") to listOf("1"),
        refused = recorded("condor", "refused"),
        limits = recorded("condor", "limits") to ArrayLimits(20_000, 100_000),
        found = recorded("condor", "found") to listOf("1", "3", "4"),
        status =
            recorded("condor", "status") to
                listOf(
                    QueuedWorker("1", 3, RUNNING),
                    QueuedWorker("1", 4, RUNNING),
                    QueuedWorker("1", 5, RUNNING),
                    QueuedWorker("3", 1, WAITING),
                    QueuedWorker("3", null, WAITING, "not materialized", 2),
                    QueuedWorker("4", 0, HELD, "submitted on hold at user's request"),
                ),
        evidence =
            recorded("condor", "evidence") to
                listOf(
                    Evidence("1", 0, 0, COMPLETED, 0, null, at(1795274999)),
                    Evidence("1", 1, 0, FAILED, 3, null, at(1795274999)),
                    Evidence("1", 2, 0, FAILED, null, 11, at(1795274999)),
                    Evidence("1", 3, 0, TIMEOUT, null, 15, at(1795275008)),
                    Evidence("1", 4, 0, CANCELLED, null, 15, at(1795275004)),
                    Evidence("1", 5, 0, OUT_OF_MEMORY, null, 15, at(1795275008)),
                ),
    )

private val pbs =
    BackendAnswers(
        submitted = recorded("pbs", "submitted") to listOf("1234[].pbs01"),
        refused = recorded("pbs", "refused"),
        limits = recorded("pbs", "limits") to ArrayLimits(10_000, 5_000),
        found = recorded("pbs", "found") to listOf("1234[].pbs01"),
        status =
            recorded("pbs", "status") to
                listOf(
                    QueuedWorker("1234[].pbs01", 1, RUNNING, "Job run at Sat Nov 21 at 14:49 on (n1:ncpus=1)"),
                    QueuedWorker("1234[].pbs01", 2, RUNNING),
                    QueuedWorker("1234[].pbs01", 3, WAITING, "Not Running: Insufficient amount of resource: ncpus"),
                    QueuedWorker("1235.pbs01", null, HELD),
                ),
        evidence =
            recorded("pbs", "evidence") to
                listOf(
                    Evidence("1234[].pbs01", 0, 0, COMPLETED, 0, null, at(1795272602)),
                    Evidence("1234[].pbs01", 1, 1, FAILED, 3, null, at(1795272610)),
                    Evidence("1234[].pbs01", 2, 0, TIMEOUT, null, null, at(1795273202)),
                    Evidence("1234[].pbs01", 3, 0, OUT_OF_MEMORY, null, null, at(1795272702)),
                    Evidence("1235.pbs01", null, 0, CANCELLED, null, 15, at(1795272711)),
                    Evidence("1236.pbs01", null, null, CANCELLED, null, null, at(1795272712)),
                ),
    )

private val torque =
    BackendAnswers(
        submitted = recorded("torque", "submitted") to listOf("179[].head.example.org"),
        refused = recorded("torque", "refused"),
        limits = recorded("torque", "limits") to ArrayLimits(2_000),
        found = recorded("torque", "found") to listOf("179[].head.example.org"),
        status =
            recorded("torque", "status") to
                listOf(
                    QueuedWorker("179[].head.example.org", 0, RUNNING),
                    QueuedWorker("179[].head.example.org", 2, WAITING),
                    QueuedWorker("180.head.example.org", null, HELD),
                ),
        evidence =
            recorded("torque", "evidence") to
                listOf(
                    Evidence("179[].head.example.org", 0, null, COMPLETED, 0, null, utc("21T14:50:02")),
                    Evidence("179[].head.example.org", 1, null, FAILED, 139, null, utc("07T09:50:03")),
                    Evidence("179[].head.example.org", 2, null, TIMEOUT, null, 15, utc("21T15:00:04")),
                    Evidence("180.head.example.org", null, null, CANCELLED, null, 15, utc("21T14:50:10")),
                ),
    )

class RecordedBackendsSpec :
    FunSpec({
        include("slurm: ", backendContract(SlurmBackend, slurm))
        include("sge: ", backendContract(SgeBackend, sge))
        include("condor: ", backendContract(CondorBackend, condor))
        include("pbs: ", backendContract(PbsBackend, pbs))
        include("torque: ", backendContract(TorqueBackend, torque))

        test("Slurm without accounting tells how workers ended as long as it remembers them") {
            SlurmBackend.parseEvidence(recorded("slurm", "evidence-scontrol"))
                .map { listOf(it.id, it.index, it.run, it.end, it.exitCode) }
                .sortedBy { "$it" } shouldContainExactly
                listOf(
                    listOf("48", 0L, 1, COMPLETED, 0),
                    listOf("50", 0L, 0, COMPLETED, 0),
                    listOf("50", 1L, 0, FAILED, 1),
                    listOf("50", 2L, 0, FAILED, 2),
                    listOf("50", 3L, 0, FAILED, 3),
                )
        }

        context("Slurm's lists of indices are counted") {
            withData(nameFn = { it.first }, "7" to 1, "0-9%2" to 10, "1-2,4,8-98:10%7" to 13, "N/A" to 1) {
                (indices, count) ->
                SlurmQueue.countOf(indices) shouldBe count
            }
        }

        context("Slurm answers a submission in several ways") {
            withData(
                "27\n" to "27",
                "27;test\n" to "27",
                "Submitted batch job 27\n" to "27",
                "sbatch: note\n27\n" to "27",
            ) { (said, id) ->
                SlurmBackend.parseSubmitted(said) shouldContainExactly listOf(id)
            }
        }

        test("a user's own limit of Slurm counts where it is lower") {
            SlurmBackend.parseLimits(
                "MaxArraySize = 1001\nMaxJobCount = 10000\nMaxSubmitJobs = \nMaxSubmitJobs = 500\n"
            ) shouldBe ArrayLimits(1001, 500)
        }
    })
