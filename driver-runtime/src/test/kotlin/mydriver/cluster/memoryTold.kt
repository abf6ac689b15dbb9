package mydriver.cluster

import io.kotest.assertions.withClue
import io.kotest.matchers.shouldBe
import mydriver.host.Ran

/**
 * Hands the [greedy] trials of [text] to [scheduler] and sees that what was ended for its memory is told from the bug.
 */
internal fun Site.tellMemoryFromBug(scheduler: String, text: String) {
    experiment("memory", text)
    succeed("dispatch", "--on", scheduler, "--workers", "2")
    var checked: Ran? = null
    fun <T> checking(look: () -> T) = told { withClue({ "$checked" }) { look() } }
    checking {
        await("what the greedy worker left behind") {
            // Asked before the scheduler has an answer, it was lost; the next check tells why.
            checked = run("check", "--fix")
            rows("SELECT DISTINCT cause FROM %attempt WHERE trial = 1 AND ended IS NOT NULL").takeIf {
                it == listOf(listOf("OUT_OF_MEMORY"))
            }
        }
    }
    checking {
        await("the others' ends") {
            checked = run("check", "--fix")
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
