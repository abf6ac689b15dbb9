package mydriver.store

import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.kotest.matchers.shouldNotBe
import kotlin.time.Duration.Companion.hours
import kotlin.time.Duration.Companion.minutes
import mydriver.model.Memory
import mydriver.model.Resources
import mydriver.store.query.Demand

class RecordsSpec :
    FunSpec({
        for (place in TestPlace.all) {
            context(place.label) {
                test("a blob is stored once and read back by its hash") {
                    val url = place.url()
                    TableSet.open(url).use { tableSet ->
                        val bytes = ByteArray(300_000) { it.toByte() }
                        val hash = tableSet.blobs.put("bundle", bytes)
                        tableSet.blobs.put("bundle", bytes) shouldBe hash
                        tableSet.blobs.get(hash)!!.contentEquals(bytes) shouldBe true
                        tableSet.blobs.get("0") shouldBe null
                    }
                    place.count(url, "blob") shouldBe 1
                }

                test("a submission is recorded, then confirmed, ended or failed, in no other order") {
                    TableSet.open(place.url()).use { tableSet ->
                        val submissions = tableSet.submissions
                        val offer = Resources(2, Memory(1L shl 30), 1, 2.hours)
                        submissions.record(SubmissionRow("a", "slurm", 4, "login1", offer = offer, perJob = 2))
                        submissions.record(SubmissionRow("b", "slurm", 4, "login1", folder = "/a folder"))
                        submissions.end(listOf("b"))
                        submissions.unanswered("b", "timed out")
                        submissions.open().map { it.progress?.error } shouldBe listOf(null, "timed out")
                        submissions.confirm("a", listOf("17", "18")) shouldBe true
                        submissions.fail("a", "too late")
                        submissions.fail("b", "sbatch: error")
                        submissions.confirm("b", listOf("19")) shouldBe false
                        val (a, b) = submissions.all()
                        a.state to a.nativeIds shouldBe (SubmissionState.CONFIRMED to listOf("17", "18"))
                        a.progress?.confirmed shouldNotBe null
                        Triple(a.offer, a.perJob, a.folder) shouldBe Triple(offer, 2, null)
                        b.state to b.progress?.error shouldBe (SubmissionState.FAILED to "sbatch: error")
                        Triple(b.offer, b.perJob, b.folder) shouldBe Triple(null, 1, "/a folder")
                        submissions.open() shouldBe listOf(a)
                        submissions.end(listOf("a"))
                        submissions.find("a")?.state shouldBe SubmissionState.ENDED
                        submissions.open() shouldBe emptyList()
                    }
                }

                test("submissions are recorded all or none, and none when others were open than were known") {
                    TableSet.open(place.url()).use { tableSet ->
                        val submissions = tableSet.submissions
                        fun rows(vararg tags: String) = tags.map { SubmissionRow(it, "slurm", 4, "login1") }
                        submissions.record(rows("a", "b"), known = emptySet()) shouldBe true
                        submissions.record(rows("c", "d"), known = setOf("a")) shouldBe false
                        submissions.all().map { it.tag } shouldBe listOf("a", "b")
                        submissions.fail("b", "refused")
                        submissions.record(rows("c", "d"), known = setOf("a")) shouldBe true
                        shouldThrow<Exception> { submissions.record(rows("e", "a"), setOf("a", "c", "d")) }
                        submissions.all().map { it.tag }.sorted() shouldBe listOf("a", "b", "c", "d")
                    }
                }

                test("what is queued or running is counted by what it needs") {
                    TableSet.open(place.url()).use { tableSet ->
                        tableSet.insert(counting(3))
                        tableSet.standing.demand() shouldBe listOf(Demand(Resources(), 3, 0))
                        val claims = tableSet.claims.claim("w1", 2, 1.minutes, Resources())
                        tableSet.standing.demand() shouldBe listOf(Demand(Resources(), 1, 2))
                        tableSet.finish(claims.first(), AttemptEnd(Outcome.DONE))
                        tableSet.standing.demand() shouldBe listOf(Demand(Resources(), 1, 1))
                        place.execute(
                            tableSet.url,
                            "UPDATE t_trial SET cpus = 4, memory = 1024, walltime = 60000 WHERE status = 'QUEUED'",
                        )
                        tableSet.standing.demand() shouldBe
                            listOf(
                                Demand(Resources(), 0, 1),
                                Demand(Resources(4, Memory(1024), 0, 1.minutes), 1, 0),
                            )
                    }
                }
            }
        }
    })
