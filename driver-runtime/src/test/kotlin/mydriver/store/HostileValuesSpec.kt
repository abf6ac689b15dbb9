package mydriver.store

import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.property.Arb
import io.kotest.property.arbitrary.boolean
import io.kotest.property.arbitrary.choice
import io.kotest.property.arbitrary.double
import io.kotest.property.arbitrary.element
import io.kotest.property.arbitrary.filter
import io.kotest.property.arbitrary.long
import io.kotest.property.arbitrary.map
import io.kotest.property.arbitrary.string
import io.kotest.property.checkAll
import kotlin.time.Duration.Companion.minutes
import mydriver.model.ConfigurationError
import mydriver.model.InsertCounts
import mydriver.model.Params
import mydriver.model.Resources
import mydriver.model.nameFault
import mydriver.model.textFault

private val texts =
    listOf(
        "it's",
        "say \"hi\"",
        "a;b -- c",
        "100%s %20",
        "\$(rm -rf ~) `x`",
        "line\nline\r\n\ttab",
        "back\\slash \\N \\. \\u0041",
        "emoji \uD83D\uDE00 é 日本 \u202E",
        "NaN",
        "-Infinity",
        "null",
        "",
        " ",
        "\u0001\u001F\u007F\u2028",
        "x".repeat(10_000),
        "é\"\\\n".repeat(3_000),
    )

private val numbers =
    listOf<Any>(
        Double.NaN,
        Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY,
        -0.0,
        0.0,
        Double.MIN_VALUE,
        Double.MAX_VALUE,
        1e22,
        1.0E10,
        0.1,
        9007199254740993L,
        Long.MIN_VALUE,
        Long.MAX_VALUE,
    )

private val names =
    listOf("it's", "a\"b", "a.b", "select", "params->>'x'", "100%", "emoji \uD83D\uDE00", "n\nl", "x".repeat(1_000))

/** Inserts [points], claims them all and returns their params. */
private fun TableSet.roundTrip(points: List<Params>): List<Params> {
    insert(gridOf(*points.toTypedArray()))
    val claims = this.claims.claim("w", points.size, 1.minutes, Resources())
    this.claims.handBack(claims)
    return claims.map { it.params }
}

class HostileValuesSpec :
    FunSpec({
        for (place in TestPlace.all) {
            context(place.label) {
                test("every text goes in and out unchanged, and so does every number") {
                    TableSet.open(place.url()).use { tableSet ->
                        val points = texts.map { Params.of("text" to it) } + numbers.map { Params.of("number" to it) }
                        val read = tableSet.roundTrip(points)
                        read.take(texts.size) shouldBe points.take(texts.size)
                        for ((before, after) in numbers.zip(read.drop(texts.size).map { it["number"] })) {
                            // One param holds integers and doubles, so a whole one that doubles hold exactly is read as
                            // such.
                            if (before is Double) (after as Double).toRawBits() shouldBe before.toRawBits()
                            else (after as Number).toLong() shouldBe before
                        }
                        tableSet.insert(gridOf(*points.toTypedArray())) shouldBe
                            InsertCounts(present = points.size.toLong())
                    }
                }

                test("every name goes in and out unchanged") {
                    TableSet.open(place.url()).use { tableSet ->
                        val point = Params.of(names.associateWith { 1 })
                        tableSet.roundTrip(listOf(point)) shouldBe listOf(point)
                        tableSet.names.all().map { it.name } shouldBe names
                    }
                }

                test("arbitrary params are claimed as they were inserted") {
                    val url = place.url()
                    val value =
                        Arb.choice(
                            Arb.string(0..40).filter { textFault("", it) == null }.map { "text" to it },
                            Arb.long().map { "integer" to it },
                            Arb.double().map { "real" to it },
                            Arb.boolean().map { "flag" to it },
                            Arb.element("text", "real").map { it to null },
                        )
                    TableSet.open(url).use { tableSet ->
                        checkAll(200, value) { (name, one) ->
                            val point = Params.of(name to one)
                            tableSet.insert(gridOf(point), force = true)
                            val claim = tableSet.claims.claim("w", 1, 1.minutes, Resources()).single()
                            claim.params shouldBe point
                            tableSet.finish(claim, AttemptEnd(Outcome.DONE))
                        }
                    }
                }

                test("a worker notices that a param's kind became known or wider since its last claim") {
                    val url = place.url()
                    TableSet.open(url).use { tableSet ->
                        for (value in listOf(null, 1L, -0.0, Double.NaN, 0.5)) {
                            val point = Params.of("real" to value)
                            tableSet.insert(gridOf(point), force = true)
                            val claim = tableSet.claims.claim("w", 1, 1.minutes, Resources()).single()
                            val read = claim.params.toMap().getValue("real")
                            if (value is Double) (read as Double).toRawBits() shouldBe value.toRawBits()
                            tableSet.finish(claim, AttemptEnd(Outcome.DONE))
                        }
                    }
                }

                test("what no database can store is refused before anything is written") {
                    val url = place.url()
                    TableSet.open(url).use { tableSet ->
                        val bad = mapOf("a\u0000b" to 1, "ok" to "x\u0000", "lone" to "\uD800", "list" to listOf(1))
                        val refusal =
                            shouldThrow<ConfigurationError> {
                                tableSet.insert("job", listOf(mapOf("ok" to "fine"), bad))
                            }
                        for (part in listOf("U+0000", "U+D800", "\"list\"")) refusal.message shouldContain part
                    }
                    for (part in listOf("trial", "name", "event")) place.count(url, part) shouldBe 0
                    nameFault("x".repeat(1_001))!! shouldContain "1001 characters"
                }

                test("hostile errors, reasons, hosts and metrics are stored as they are") {
                    val url = place.url()
                    TableSet.open(url).use { tableSet ->
                        tableSet.insert(counting(texts.size))
                        val claims = tableSet.claims.claim("w'\"", texts.size, 1.minutes, Resources())
                        for ((text, claim) in texts.zip(claims)) {
                            tableSet.claims.begin(claim, AttemptStart(HostProcess(text, 1), directory = text))
                            val end =
                                AttemptEnd(Outcome.DONE, error = text, metrics = listOf(MetricPoint("m'\"", text)))
                            tableSet.finish(claim, end)
                        }
                        tableSet.events.of(1).last().event.worker shouldBe "w'\""
                    }
                    place.query(url, "SELECT error FROM t_attempt ORDER BY trial") shouldBe texts
                    place.query(url, "SELECT text FROM t_metric ORDER BY trial") shouldBe texts
                }
            }
        }
    })
