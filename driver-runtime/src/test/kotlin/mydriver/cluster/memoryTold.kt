package mydriver.cluster

import io.kotest.matchers.shouldBe

/**
 * Hands the [greedy] trials of [text] to [scheduler] and sees that what was ended for its memory is told from the bug.
 */
internal fun Site.tellMemoryFromBug(scheduler: String, text: String) {
    experiment("memory", text)
    succeed("dispatch", "--on", scheduler, "--workers", "2")
    told {
        await("what the greedy worker left behind") {
            // Asked before the scheduler has an answer, it was lost; the next check tells why.
            run("check", "--fix")
            rows("SELECT DISTINCT cause FROM %attempt WHERE trial = 1 AND ended IS NOT NULL").takeIf {
                it == listOf(listOf("OUT_OF_MEMORY"))
            }
        }
    }
    told {
        await("the others' ends") {
            run("check", "--fix")
            statuses().takeIf { ENDS.containsAll(it.keys) }
        }
    }
    told {
        rows("SELECT id, status FROM %trial ORDER BY id") shouldBe
            listOf(listOf("1", "FAILED"), listOf("2", "FAILED"), listOf("3", "DONE"))
        rows("SELECT outcome, cause FROM %attempt WHERE trial = 2") shouldBe listOf(listOf("FAILED", "ERROR"))
    }
}

private val ENDS = setOf("DONE", "FAILED")
