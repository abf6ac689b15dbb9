package mydriver.store.query.where

import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.datatest.withTests
import io.kotest.matchers.longs.shouldBeLessThan
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldStartWith
import mydriver.model.Kind
import mydriver.model.UsageError
import mydriver.store.NameRow
import mydriver.store.json.KnownNames
import mydriver.store.query.Columns

private fun param(name: String, kind: Kind?, at: Long = 0) = NameRow(NameRow.PARAM, name, kind, null, at)

private fun metric(name: String, kind: Kind) = NameRow(NameRow.METRIC, name, kind, null, 0)

private val columns =
    Columns(
        KnownNames(
            listOf(
                param("lr", Kind.REAL),
                param("layers", Kind.INTEGER),
                param("optimizer", Kind.TEXT),
                param("nesterov", Kind.BOOLEAN),
                param("nothing", null),
                param("loss", Kind.REAL),
                param("seed", Kind.INTEGER),
                metric("loss", Kind.REAL),
                metric("valid_error", Kind.REAL),
            )
        )
    )

private fun refusal(text: String): String = shouldThrow<UsageError> { Where.condition(text, columns) }.message!!

private fun at(character: Int, message: String) = "where-expression, character $character: $message"

class WhereFaultsSpec :
    FunSpec({
        context("what is not in the language is refused where it stands") {
            withTests(
                nameFn = { (text, _) -> text.ifEmpty { "nothing at all" } },
                "" to at(1, "it is empty"),
                "lr < 0.1;" to at(9, "; would end a statement"),
                "lr < 0.1; DROP TABLE t_trial" to at(9, "; would end a statement"),
                "lr = 1 -- or not" to at(8, "-- would begin a comment"),
                "lr = -1--1" to at(8, "-- would begin a comment"),
                "lr /* so */ = 1" to at(4, "comments are not allowed"),
                "lr = ?" to at(6, "parameters are not allowed"),
                "lr = :x" to at(6, "casts and parameters are not allowed"),
                "lr::text = 'a'" to at(3, "casts and parameters are not allowed"),
                "lr = $1" to at(6, "parameters are not allowed"),
                "`lr` = 1" to at(1, "names with unusual characters stand in \" \""),
                "[lr] = 1" to at(1, "names with unusual characters stand in \" \""),
                "optimizer || 'a' = 'b'" to at(11, "|| is not supported"),
                "lr = 1 && lr = 2" to at(8, "&& is written AND"),
                "lr = 1 # 2" to at(8, "\"#\" means nothing here"),
                "lr IN (SELECT 1)" to at(15, "1 stands where , or ) is expected"),
                "(SELECT 1) = 1" to at(9, "1 stands where ) is expected"),
                "SELECT lr" to at(8, "lr stands where AND, OR, an operator or the end is expected"),
                "CASE WHEN lr = 1 THEN 2 END" to
                    at(6, "WHEN stands where AND, OR, an operator or the end is expected; it takes conditions only"),
                "EXISTS (lr)" to at(1, "EXISTS( ) is not supported; the functions are abs, lower, upper, length"),
                "load_extension('x') = 1" to at(1, "load_extension( ) is not supported"),
                "CAST(lr AS TEXT) = ''" to at(1, "CAST( ) is not supported"),
                "abs(lr, 2) = 1" to at(7, ", stands where ) is expected"),
                "lr < 0.1 < 2" to at(10, "comparisons do not chain; write a < b AND b < c"),
                "lr = 1 lr = 2" to at(8, "lr stands where AND, OR, an operator or the end is expected"),
                "lr = " to at(6, "the end stands where a column, a value or ( is expected"),
                "lr = (1" to at(8, "the end stands where ) is expected"),
                "lr IN ()" to at(8, ") stands where a column, a value or ( is expected"),
                "lr BETWEEN 1 OR 2" to at(14, "OR stands where AND and the upper bound is expected"),
                "lr IS 3" to at(7, "3 stands where NULL is expected"),
                "optimizer = 'ADAM" to at(13, "the ' that opens here is never closed"),
                "\"lr = 1" to at(1, "the \" that opens here is never closed"),
                "lr = 0x1F" to at(6, "a number such as 3, 0.5 or 1e-3 is expected"),
                "lr = 1e" to at(6, "the exponent of 1e has no digits"),
                "optimizer LIKE lr" to at(16, "LIKE takes a pattern in ' '"),
                "optimizer LIKE 'a!' ESCAPE '!'" to at(16, "the pattern ends in its escape character"),
                "optimizer LIKE 'a' ESCAPE '!!'" to at(27, "ESCAPE takes one character"),
                "optimizer = 'a\u0000'" to at(1, "the where-expression holds U+0000 at character 14"),
            ) { (text, message) ->
                refusal(text) shouldStartWith message
            }
        }

        context("what does not fit is refused by name and type") {
            withTests(
                nameFn = { (text, _) -> text },
                "lr < 'a'" to at(4, "< cannot compare lr (a number) with 'a' (text)"),
                "optimizer = 1" to at(11, "= cannot compare optimizer (text) with 1 (a whole number)"),
                "nesterov = 1" to at(10, "= cannot compare nesterov (true or false) with 1 (a whole number)"),
                "layers IN (1, 'two', 3)" to at(8, "IN cannot compare layers (a whole number) with 'two' (text)"),
                "lr BETWEEN 1 AND 'b'" to at(4, "BETWEEN cannot compare lr (a number) with 'b' (text)"),
                "lr" to at(1, "lr (a number) is no condition"),
                "'a'" to at(1, "'a' (text) is no condition"),
                "lr = 1 AND layers" to at(12, "layers (a whole number) is no condition"),
                "NOT optimizer" to at(5, "optimizer (text) is no condition"),
                "optimizer + 1 = 2" to at(1, "+ takes numbers, not optimizer (text)"),
                "-optimizer = 2" to at(2, "- takes numbers, not optimizer (text)"),
                "lower(lr) = 'a'" to at(7, "lower takes text, not lr (a number)"),
                "lr LIKE '1%'" to at(1, "LIKE takes text, not lr (a number)"),
                "lr = NULL" to at(6, "nothing equals NULL; write IS NULL or IS NOT NULL"),
                "created > 'yesterday'" to at(11, "a time is compared with a time in UTC such as '2026-11-21'"),
                "created > 5" to at(9, "> cannot compare created (a time) with 5 (a whole number)"),
                "status = 'done'" to at(10, "no state is called 'done'; there are: QUEUED, RUNNING, DONE"),
                "status IN ('DONE', 'LOST')" to at(20, "no state is called 'LOST'"),
                "loss < 1" to at(1, "\"loss\" is ambiguous: write params.loss or metrics.loss"),
                "seed = 1" to at(1, "\"seed\" is ambiguous: write trial.seed or params.seed"),
                "valid_eror < 1" to at(1, "there is no column \"valid_eror\"; did you mean valid_error"),
                "optimizer = ADAM" to at(13, "there is no column \"ADAM\""),
                "optimizer = \"ADAM\"" to at(13, "there is no column \"ADAM\""),
                "\"params.lr\" = 1" to at(1, "there is no column \"params.lr\"; did you mean"),
            ) { (text, message) ->
                refusal(text) shouldStartWith message
            }
        }

        test("text without its quotes is recognised as such") {
            refusal("optimizer = ADAM") shouldContain "text stands in ' ': 'ADAM'"
        }

        test("all faults of names and types are told at once, from left to right") {
            refusal("lx < 1 AND optimizer = 1 OR NOT lr").lines().map {
                it.substringAfter("character ").substringBefore(':')
            } shouldBe listOf("1", "22", "33")
        }

        context("depth and length have limits that are reached without harm") {
            val deep =
                listOf<(Int) -> String>(
                    { "(".repeat(it) + "lr = 1" + ")".repeat(it) },
                    { "NOT ".repeat(it) + "lr = 1" },
                    { "lr = " + "- ".repeat(it) + "layers" },
                    { "lr = " + List(it + 1) { "layers" }.joinToString(" + ") },
                    { "abs(".repeat(it) + "lr" + ")".repeat(it) + " = 1" },
                )
            withTests(nameFn = { it(2) }, deep) { text ->
                Where.condition(text(97), columns)
                refusal(text(101)) shouldContain "it is nested deeper than 100 levels"
                refusal(text(7_000)) shouldContain "it is nested deeper than 100 levels"
            }
            test("ten thousand alternatives are no depth") {
                Where.condition(
                    List(8_000) { "lr=$it" }.joinToString(" OR ").take(64_000).substringBeforeLast(" OR"),
                    columns,
                )
            }
            test("64 kB are taken and more is not") {
                Where.condition("lr = 1" + " ".repeat(65_530), columns)
                refusal("lr = 1" + " ".repeat(65_531)) shouldContain "it has more than 64 kB"
                refusal("optimizer = '" + "é".repeat(32_768) + "'") shouldContain "it has more than 64 kB"
            }
            test("no text takes long, whatever it is") {
                val started = System.nanoTime()
                for (text in listOf("(", "NOT ", "lr=(", "a.", "'", "\"", "-", "1+", "lr IN (")) shouldThrow<
                    UsageError
                > {
                    Where.condition(text.repeat(65_536 / text.length), columns)
                }
                (System.nanoTime() - started) / 1_000_000 shouldBeLessThan 5_000
            }
        }

        context("a time is a date, with a time of day, with an offset; without one it is UTC") {
            withTests(
                nameFn = { (text, _) -> text.ifEmpty { "nothing" } },
                "2026-11-21" to 1_795_219_200_000,
                "2026-11-21 14:05" to 1_795_269_900_000,
                "2026-11-21T14:05:01.5" to 1_795_269_901_500,
                "2026-11-21 14:05:00Z" to 1_795_269_900_000,
                "2026-11-21T15:05:00+01:00" to 1_795_269_900_000,
                "2026-13-01" to null,
                "now" to null,
                "" to null,
                "+999999999-12-31" to null,
            ) { (text, time) ->
                timeOf(text) shouldBe time
            }
        }
    })
