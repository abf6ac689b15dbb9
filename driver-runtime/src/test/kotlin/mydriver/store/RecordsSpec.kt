package mydriver.store

import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.kotest.matchers.shouldNotBe

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

                test("a submission is recorded, then confirmed or failed") {
                    TableSet.open(place.url()).use { tableSet ->
                        for (tag in listOf("a", "b")) tableSet.submissions.record(
                            SubmissionRow(tag, "slurm", 4, "login1")
                        )
                        tableSet.submissions.confirm("a", listOf("17", "18"))
                        tableSet.submissions.fail("b", "sbatch: error")
                        val (a, b) = tableSet.submissions.all()
                        a.state to a.nativeId shouldBe (SubmissionState.CONFIRMED to "17,18")
                        a.progress?.confirmed shouldNotBe null
                        b.state to b.progress?.error shouldBe (SubmissionState.FAILED to "sbatch: error")
                    }
                }
            }
        }
    })
