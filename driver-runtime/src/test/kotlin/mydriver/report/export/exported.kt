package mydriver.report.export

import io.kotest.property.Arb
import io.kotest.property.RandomSource
import io.kotest.property.arbitrary.boolean
import io.kotest.property.arbitrary.choice
import io.kotest.property.arbitrary.double
import io.kotest.property.arbitrary.element
import io.kotest.property.arbitrary.filter
import io.kotest.property.arbitrary.long
import io.kotest.property.arbitrary.next
import io.kotest.property.arbitrary.string
import java.nio.file.Path
import kotlin.time.Duration.Companion.minutes
import mydriver.model.Cause
import mydriver.model.Params
import mydriver.model.Resources
import mydriver.model.textFault
import mydriver.store.AttemptEnd
import mydriver.store.MetricPoint
import mydriver.store.Outcome
import mydriver.store.TableSet
import mydriver.store.finish
import mydriver.store.gridOf
import mydriver.store.insert
import mydriver.store.query.ListRequest

/** Texts that one form or another could take for something else. */
private val texts =
    listOf(
        "",
        " ",
        "NaN",
        "-Infinity",
        "null",
        "true",
        "1",
        "1e5",
        "-0.0",
        "\\N",
        "a,b",
        "say \"hi\"",
        "a\tb\r\nc\nd",
    ) +
        listOf(
            "back\\slash",
            "'; DROP TABLE x",
            "emoji \uD83D\uDE00 é 日本 \u202E",
            "\u0001\u007F\u2028",
            "x".repeat(70_000),
        )

private val reals =
    listOf(Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, -0.0, 0.0, 5e-324, Double.MAX_VALUE) +
        listOf(0.1, 1e-3, 9.99e-4, 1.0E-5, 1e7, 9999999.5, 1.0E10, 1e22, 1.5E300, -2.5E-300, 123456.789, 2.0E-3, 4.35)

private val integers = listOf(0L, -1L, 9007199254740993, Long.MIN_VALUE, Long.MAX_VALUE)

/** Names of params and metrics that one form or another has another meaning for. */
private val awkward =
    listOf(
        "select",
        "Select",
        "a.b",
        "a\"b",
        "it's",
        "id",
        "<b>&",
        "100%",
        "n\nl",
        "\u00e9 日本",
        "a,b",
        "tab\tx",
        "x".repeat(90),
    )

private val text: Arb<String> =
    Arb.choice(Arb.element(texts), Arb.string(0, 20).filter { textFault("text", it) == null })
private val real: Arb<Double> = Arb.choice(Arb.element(reals), Arb.double())
private val integer: Arb<Long> = Arb.choice(Arb.element(integers), Arb.long())

/** Fills a table set with [count] trials of all kinds of values, by chance, under awkward names. */
internal fun TableSet.fillWithAnything(count: Int, random: RandomSource) {
    fun some(pick: () -> Any?): Any? = if (random.random.nextInt(5) == 0) null else pick()
    val points =
        (0 until count).map { i ->
            val values =
                LinkedHashMap<String, Any?>().apply {
                    put("i", i.toLong())
                    put("real", some { real.next(random) })
                    put("integer", some { integer.next(random) })
                    put("flag", some { Arb.boolean().next(random) })
                    put("nothing", null)
                    for (name in awkward) put(name, some { text.next(random) })
                }
            Params.of(values.filterKeys { random.random.nextInt(9) > 0 || it == "i" })
        }
    insert(gridOf(*points.toTypedArray()))
    for (claim in this.claims.claim("w", count - 2, 1.minutes, Resources())) {
        val failed = random.random.nextInt(4) == 0
        val points = buildList {
            add(MetricPoint("loss", real.next(random), 1))
            add(MetricPoint("loss", real.next(random), 2))
            if (random.random.nextBoolean()) add(MetricPoint("Loss", integer.next(random)))
            if (random.random.nextBoolean()) add(MetricPoint("select", text.next(random)))
        }
        val end =
            if (failed) AttemptEnd(Outcome.FAILED, Cause.ERROR, 1, "it \"broke\",\n\tbadly \\ é", points)
            else AttemptEnd(Outcome.DONE, metrics = points)
        finish(claim, end)
    }
}

/** Returns what `list` says of all trials and columns. */
internal fun TableSet.everything(): List<List<Any?>> =
    queries.list(ListRequest(columns = listOf("*"))).use { it.asSequence().toList() }

/** Exports all trials to [file]. */
internal fun TableSet.exportTo(file: Path, format: ExportFormat, request: ListRequest = ListRequest()): Long =
    exports.open(request).use { export ->
        when (format) {
            is StreamedFormat ->
                file.toFile().outputStream().use { out -> export.trials().use { format.write(it, out) } }
            is StoredFormat -> format.write(export, file, specLibraries)
        }
    }
