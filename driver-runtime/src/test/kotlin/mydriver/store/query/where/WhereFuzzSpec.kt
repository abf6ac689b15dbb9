package mydriver.store.query.where

import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.ints.shouldBeGreaterThan
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldMatch
import kotlin.random.Random
import mydriver.model.UsageError
import mydriver.store.Names
import mydriver.store.Store
import mydriver.store.StoreOptions
import mydriver.store.TableSet
import mydriver.store.TestPlace
import mydriver.store.dialect.Dialects
import mydriver.store.query.ListRequest
import mydriver.store.query.Queries

private const val EXPRESSIONS = 10_000
private val told = Regex("(?s)(where-expression, character \\d+: .+\\n?)+")
private val literal = Regex("E?'(?:[^']|'')*'")
private val name = Regex("\"(?:[^\"]|\"\")*\"")
private val plain = Regex("[A-Za-z0-9_.,()<>=+*/%?\\s-]*")
private val number = Regex("[0-9][0-9.]*(?:[eE]-?[0-9]+)?")

/** Every word that queries of trials consist of, beside names, literals and numbers. */
private val vocabulary =
    ("SELECT FROM WHERE AND OR NOT IN IS NULL ORDER BY LIMIT ASC DESC NULLS LAST CASE WHEN THEN ELSE END CAST AS WITH " +
            "MATERIALIZED COLLATE LIKE ESCAPE GLOB REAL INTEGER BIGINT NUMERIC DOUBLE PRECISION TEXT BOOLEAN TRUE FALSE " +
            "NULLIF coalesce abs lower upper length trunc round sign floor min max json_type json_extract jsonb_typeof " +
            "t id params metrics o a b namespace name kind type position baseline identity first_kind E")
        .split(' ')
        .toSet()

/** What the store itself writes as a literal; that of a name is checked apart. */
private val constants =
    setOf(
        "number",
        "string",
        "boolean",
        "true",
        "false",
        "integer",
        "real",
        "text",
        "NaN",
        "Infinity",
        "-Infinity",
        "-0.0",
        "0.0",
        "1.0",
        "1.79769313486231E308",
        "4.9E-324",
        "!",
        "null",
    )

class WhereFuzzSpec :
    FunSpec({
        val names = SampleTrials.run { REALS + INTEGERS + TEXTS + BOOLEANS } + "nr"

        fun isOurs(text: String): Boolean {
            val inner = text.removePrefix("E").drop(1).dropLast(1).replace("''", "'")
            val path = inner.removePrefix("$.\"").removeSuffix("\"").replace("\\\"", "\"")
            return inner in constants || inner in names || path in names
        }

        fun strange(sql: String): List<String> {
            val rest = name.replace(literal.replace(sql, " "), " ")
            val words =
                rest.split(Regex("[^A-Za-z0-9_.]+")).flatMap { if (number.matches(it)) listOf() else it.split('.') }
            return literal.findAll(sql).map { it.value }.filterNot(::isOurs).toList() +
                words.filter { it.isNotEmpty() && !it[0].isDigit() && it !in vocabulary } +
                listOf("--", "/*", ";").filter { it in rest } +
                listOf(rest).filterNot(plain::matches)
        }

        for (place in TestPlace.all) {
            context(place.label) {
                val url = place.url()
                val spy = SqlSpy(Dialects.of(url))
                val store = Store(url, StoreOptions(readOnly = true), spy)
                val queries = Queries(store, Names(store))
                TableSet.open(url).use { it.insert("job", SampleTrials.points) }
                afterSpec { store.close() }

                fun ids(where: String): List<Long> =
                    queries.list(ListRequest(where, columns = listOf("trial.id"))).use { rows ->
                        rows.asSequence().map { it[0] as Long - 1 }.toList()
                    }

                fun expected(condition: (ReferenceRow) -> Any?) =
                    SampleTrials.points.indices
                        .filter { condition(SampleTrials.points[it]) == true }
                        .map { it.toLong() }

                test(
                    "$EXPRESSIONS expressions, valid and hostile, mean what they say or are refused where they are wrong"
                ) {
                    val random = Random(6)
                    var accepted = 0
                    repeat(EXPRESSIONS) { nth ->
                        val formula = if (nth % 2 == 0) Formulas(random).condition(random.nextInt(5)) else null
                        val text = formula?.text ?: HostileTexts(random).next()
                        withClue(text) {
                            val found =
                                try {
                                    ids(text)
                                } catch (refusal: UsageError) {
                                    formula shouldBe null
                                    refusal.message!! shouldMatch told
                                    val places = Regex("character (\\d+):").findAll(refusal.message!!)
                                    places.forEach { it.groupValues[1].toInt() shouldBeGreaterThan 0 }
                                    (places.maxOf { it.groupValues[1].toInt() } <= text.length + 1) shouldBe true
                                    null
                                }
                            if (found != null) {
                                found shouldBe expected(formula?.value ?: ReferenceReader(text).condition())
                                if (formula == null) accepted++
                            }
                            spy.taken().flatMap(::strange).distinct().shouldBeEmpty()
                        }
                    }
                    withClue("of the hostile ones some are right after all, and are compared too") {
                        accepted shouldBeGreaterThan EXPRESSIONS / 100
                    }
                }

                test("texts of a megabyte are refused at once, and nothing reaches the database but the names") {
                    val parts = HostileTexts.ATTACKS + listOf("r < 1 AND ", "(", "'", "-", "NOT ", "r+", "é")
                    for (part in parts) {
                        spy.taken()
                        val text = part.repeat((1 shl 20) / part.length)
                        val refusal = runCatching { ids(text) }.exceptionOrNull()
                        (refusal is UsageError) shouldBe true
                        refusal!!.message!! shouldContain "where-expression, character 1: it has more than 64 kB"
                        spy.taken()
                            .filterNot { "_name\"" in it || it.startsWith("PRAGMA") || it.startsWith("BEGIN") }
                            .shouldBeEmpty()
                    }
                }
            }
        }
    })
