package mydriver.worker.program

import io.kotest.core.spec.style.FunSpec
import io.kotest.datatest.withData
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.nulls.shouldNotBeNull
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldStartWith
import io.kotest.property.Arb
import io.kotest.property.arbitrary.int
import io.kotest.property.arbitrary.list
import io.kotest.property.checkAll
import kotlin.io.path.appendBytes
import kotlin.io.path.appendText
import mydriver.model.MetricPattern
import mydriver.worker.pipe.Point

private fun found(line: String, vararg patterns: MetricPattern): Pair<List<Point>, String?> {
    val lines = MetricLines(patterns.asList())
    val bytes = line.toByteArray()
    lines.look(bytes, 0, bytes.size)
    return lines.takePoints() to lines.fault
}

/** What is a metric in the lines that programs print. */
class MetricLinesSpec :
    FunSpec({
        context("lines of JSON") {
            withData(
                nameFn = { "«${it.first}»" },
                """{"metric": "loss", "value": 0.1, "step": 3}""" to listOf(Point("loss", 0.1, 3)),
                """  {"step": 3.0, "value": 2, "metric": "loss"}  """ to listOf(Point("loss", 2.0, 3)),
                """{"metric": {"loss": 0.1, "best": "a.bin", "ok": true}}""" to
                    listOf(Point("loss", 0.1), Point("best", "a.bin"), Point("ok", 1.0)),
                """{"metric": "a", "value": NaN}""" to listOf(Point("a", Double.NaN)),
                """{"metric": {"a": Infinity, "b": -Infinity, "c": 1e400}}""" to
                    listOf(
                        Point("a", Double.POSITIVE_INFINITY),
                        Point("b", Double.NEGATIVE_INFINITY),
                        Point("c", Double.POSITIVE_INFINITY),
                    ),
                """{"metric": "größe", "value": "weiß"}""" to listOf(Point("größe", "weiß")),
                """{"metric": {}}""" to listOf(),
                """{"metric": "loss"}""" to listOf(),
                """{"metric": 5, "value": 1}""" to listOf(),
                """{"loss": 0.1}""" to listOf(),
                """{"metric": "loss", "value": 0.1""" to listOf(),
                """{ "metric" no json at all""" to listOf(),
                """epoch {"metric": "loss", "value": 0.1}""" to listOf(),
                "" to listOf(),
                "   " to listOf(),
            ) { (line, points) ->
                found(line) shouldBe (points to null)
            }
        }

        context("what means to be a metric and is none is told") {
            withData(
                nameFn = { "«${it.first}»" },
                """{"metric": "a", "value": null}""" to "metric \"a\" is null: metrics are numbers or text",
                """{"metric": {"a": {"b": 1}}}""" to "metric \"a\" is {\"b\":1}: metrics are",
                """{"metric": "", "value": 1}""" to "a metric's name must have 1 to 1,000 characters, not 0",
                """{"metric": "a", "value": 1, "step": 1.5}""" to "the step 1.5 is no integer",
                """{"metric": "a", "value": 1, "step": null}""" to "the step null is no integer",
                """{"metric": "a", "value": word}""" to "metric \"a\" is word: metrics are",
            ) { (line, fault) ->
                val (points, told) = found(line)
                points shouldBe listOf()
                told.shouldNotBeNull() shouldStartWith fault
            }
        }

        context("patterns") {
            withData(
                nameFn = { "${it.first.regex} on ${it.second}" },
                Triple(MetricPattern(Regex("""loss=(?<loss>\S+)""")), "loss=0.5 x", listOf(Point("loss", 0.5))),
                Triple(
                    MetricPattern(Regex("""epoch (?<step>\d+): loss (?<loss>\S+), acc (?<acc>\S+)""")),
                    "epoch 7: loss nan, acc 1e-3",
                    listOf(Point("loss", Double.NaN, 7), Point("acc", 0.001, 7)),
                ),
                Triple(MetricPattern(Regex("""(\w+)=(\S+)""")), "a=1 b=x", listOf(Point("a", 1.0), Point("b", "x"))),
                Triple(
                    MetricPattern(Regex("""(?<step>\d+) valid (\S+)"""), "valid_loss"),
                    "3 valid -inf",
                    listOf(Point("valid_loss", Double.NEGATIVE_INFINITY, 3)),
                ),
                Triple(MetricPattern(Regex("""(?<loss>\d+)|(?<acc>x)""")), "x", listOf(Point("acc", "x"))),
                Triple(MetricPattern(Regex("""loss=(\S+)"""), "loss"), "no such thing", listOf()),
            ) { (pattern, line, points) ->
                found(line, pattern) shouldBe (points to null)
            }
        }

        context("numbers are what Python, C and Java write") {
            withData(
                nameFn = { "«${it.first}»" },
                "1" to 1L,
                "-7" to -7L,
                "1.5e-7" to 1.5e-7,
                ".5" to 0.5,
                "5." to 5.0,
                "+3" to 3L,
                "99999999999999999999" to 1e20,
                "-inf" to Double.NEGATIVE_INFINITY,
                "Infinity" to Double.POSITIVE_INFINITY,
                "1.0f" to null,
                "0x1p3" to null,
                "1e" to null,
                "" to null,
                "nano" to null,
            ) { (text, value) ->
                number(text) shouldBe value
            }
        }

        context("a file that grows") {
            val scratch = tempdir().toPath()

            test("is handed on line by line, whatever the pieces") {
                var count = 0
                checkAll(60, Arb.list(Arb.int(0..200_000), 1..12), Arb.int(1..100_000)) { sizes, piece ->
                    val file = scratch.resolve("${++count}")
                    val lines = ArrayList<Int>()
                    val follower = LineFollower(file, LineFollower.buffer()) { _, start, end -> lines += end - start }
                    val text = sizes.joinToString("\n") { "x".repeat(it) }.toByteArray()
                    for (start in text.indices step piece) {
                        file.appendBytes(text.copyOfRange(start, minOf(start + piece, text.size)))
                        follower.look(Long.MAX_VALUE)
                    }
                    follower.close()
                    lines shouldBe sizes.filter { it in 1..LineFollower.LONGEST }
                }
            }

            test("may have bars of progress and a last line without an end") {
                val file = scratch.resolve("bar")
                val lines = ArrayList<String>()
                val follower =
                    LineFollower(file, LineFollower.buffer()) { bytes, start, end ->
                        lines += String(bytes, start, end - start)
                    }
                follower.look(100) shouldBe false
                file.appendText("10%\r20%\r\nend")
                follower.look(100) shouldBe false
                lines shouldBe listOf("10%", "20%")
                follower.close()
                lines.last() shouldBe "end"
            }

            test("is looked at in portions") {
                val file = scratch.resolve("portions")
                var count = 0
                val follower = LineFollower(file, LineFollower.buffer()) { _, _, _ -> count++ }
                file.appendText("line\n".repeat(100_000))
                follower.look(1) shouldBe true
                (count < 100_000) shouldBe true
                follower.close()
                count shouldBe 100_000
            }
        }

        test("bytes that are no UTF-8 do no harm") {
            val lines = MetricLines(listOf(MetricPattern(Regex("""loss=(\d+)"""), "loss")))
            val bytes = byteArrayOf(-1, -2, -61) + "loss=3".toByteArray() + byteArrayOf(-61)
            lines.look(bytes, 0, bytes.size)
            lines.takePoints() shouldBe listOf(Point("loss", 3.0))
            lines.fault.shouldBeNull()
        }
    })
