package mydriver.report

import io.kotest.core.spec.style.FunSpec
import io.kotest.datatest.withData
import io.kotest.matchers.ints.shouldBeLessThanOrEqual
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldNotContain
import mydriver.model.Status

/** How tables look. */
class TableFormatSpec :
    FunSpec({
        test("columns are aligned, numbers to the right, and no line ends in blanks") {
            table(
                listOf("id", "status", "lr", "note"),
                listOf(1L, Status.DONE, 0.1, "a"),
                listOf(10L, Status.RUNNING, 0.012345678, null),
            ) shouldBe
                """
                |id  status          lr  note
                | 1  DONE           0.1  a
                |10  RUNNING  0.0123457
                |"""
                    .trimMargin()
        }

        context("reals have six digits at most") {
            withData(
                nameFn = { it.first.toString() },
                0.1 to "0.1",
                30000.0 to "30000",
                123456789.0 to "123456789",
                1234567.891 to "1234570",
                0.0001234567 to "0.000123457",
                0.00001234567 to "1.23457e-5",
                1.7976931348623157e308 to "1.79769e308",
                4.9e-324 to "4.94066e-324",
                1e15 to "1e15",
                -2.5 to "-2.5",
                -0.0 to "-0",
                Double.NaN to "NaN",
                Double.NEGATIVE_INFINITY to "-Infinity",
            ) { (value, expected) ->
                humanText(value) shouldBe expected
            }
        }

        test("wide characters and emoji take two columns, combining marks none") {
            val lines = table(listOf("a", "b"), listOf("漢字", "x"), listOf("🎉", "y"), listOf("e\u0301", "z")).lines()
            lines.dropLast(1).map { displayWidth(it) } shouldBe listOf(7, 7, 7, 7)
            displayWidth("漢字") shouldBe 4
            displayWidth("🎉") shouldBe 2
            displayWidth("e\u0301") shouldBe 1
        }

        test("nothing is shortened or left out when no terminal is there") {
            val long = "x".repeat(10_000)
            val names = List(40) { "column$it" }
            table(names, List(40) { long }).lines()[1].length shouldBe 40 * 10_000 + 39 * 2
        }

        context("on a terminal no line is wider than it") {
            withData(20, 80, 120) { width ->
                val names = listOf("id", "path", "note") + List(30) { "metric$it" }
                val row = listOf<Any?>(1L, "/a/very/long/path".repeat(9), "漢".repeat(99)) + List(30) { it / 7.0 }
                val text = StringBuilder()
                TableFormat.write(Listing(names, listOf(row).iterator()), text, Page(width))
                for (line in text.lines()) displayWidth(line) shouldBeLessThanOrEqual width
                text.toString() shouldContain "more columns"
            }
        }

        test("a text that is cut says so, and a number is never cut") {
            val text = StringBuilder()
            val row = listOf<Any?>(123456789012345, "abcdefghijklmnopqrstuvwxyz")
            TableFormat.write(Listing(listOf("id", "note"), listOf(row).iterator()), text, Page(width = 31))
            text.toString() shouldContain "123456789012345  abcdefghijklm…\n"
        }

        test("states have colours where colours are wanted, and only there") {
            val colored = StringBuilder()
            TableFormat.write(
                Listing(listOf("s"), listOf(listOf(Status.FAILED)).iterator()),
                colored,
                Page(80, color = true),
            )
            colored.toString() shouldBe "s\n\u001b[31mFAILED\u001b[0m\n"
            table(listOf("s"), listOf(Status.FAILED)) shouldNotContain "\u001b"
        }

        test("one thing has a line per column") {
            val text = StringBuilder()
            TableFormat.write(Listing.of(mapOf("id" to 3L, "status" to Status.DONE, "error" to null)), text, Page())
            text.toString() shouldBe "id      3\nstatus  DONE\nerror\n"
        }

        test("a table of any length streams: no more rows are held than its widths are taken from") {
            var made = 0L
            var printed = 0L
            var most = 0L
            val rows = generateSequence {
                listOf<Any?>(made++)
            }
                .take(200_000)
                .onEach { most = maxOf(most, made - printed) }
            TableFormat.write(Listing(listOf("n"), rows.iterator()), LineCounter { printed += it }, Page())
            printed shouldBe 200_001
            most shouldBe 1_000
        }
    })

private fun table(columns: List<String>, vararg rows: List<Any?>): String =
    StringBuilder().also { TableFormat.write(Listing(columns, rows.toList().iterator()), it, Page()) }.toString()

/** Counts lines and forgets them. */
private class LineCounter(private val count: (Int) -> Unit) : Appendable {
    override fun append(text: CharSequence?) = apply { count(text.toString().count { it == '\n' }) }

    override fun append(text: CharSequence?, start: Int, end: Int) = append(text?.subSequence(start, end))

    override fun append(character: Char) = append(character.toString())
}
