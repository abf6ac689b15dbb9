package mydriver.command

import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.datatest.withTests
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import mydriver.model.UsageError

class IdRangesSpec :
    FunSpec({
        context("ids as HyperQueue writes them") {
            withTests(
                nameFn = { (text, _) -> text },
                "7" to listOf<Long>(7),
                "2-4" to listOf<Long>(2, 3, 4),
                "2-10:4" to listOf<Long>(2, 6, 10),
                "1-8:3,5" to listOf<Long>(1, 4, 7, 5),
                "1_0-1_2" to listOf<Long>(10, 11, 12),
                "3, 5" to listOf<Long>(3, 5),
                "4-5:1" to listOf<Long>(4, 5),
            ) { (text, ids) ->
                IdRanges.parse(listOf(text)) shouldBe IdRanges(IdRanges.parse(listOf(text))!!.ranges, last = false)
                IdRanges.parse(listOf(text))!!.ranges.flatten() shouldBe ids
            }
        }

        test("last and all go with the others") {
            IdRanges.parse(listOf("last,3")) shouldBe IdRanges(listOf(3L..3L), last = true)
            IdRanges.parse(listOf("all", "3")) shouldBe IdRanges(listOf(3L..3L), last = false, all = true)
            IdRanges.parse(listOf()) shouldBe null
        }

        test("what names no trials is told, all of it") {
            val told =
                shouldThrow<UsageError> {
                        IdRanges.parse(listOf("1-", "x,5-2", "9-3:2", "1-9:0", "5:2", "1__2", "-3", ""))
                    }
                    .message!!
            told.lines().size shouldBe 9
            told shouldContain "\"5-2\" ends before it begins; write 2-5"
            told shouldContain "write 3-9:2"
            told shouldContain "\"1-9:0\" has a step of 0; write 1-9"
        }
    })
