package mydriver.store.query.where

import io.kotest.core.spec.style.FunSpec
import io.kotest.datatest.withTests
import io.kotest.matchers.shouldBe
import io.kotest.property.Arb
import io.kotest.property.arbitrary.filter
import io.kotest.property.arbitrary.string
import io.kotest.property.checkAll
import mydriver.model.Kind
import mydriver.model.textFault
import mydriver.store.NameRow
import mydriver.store.dialect.PostgresQuerySql
import mydriver.store.dialect.QuerySql
import mydriver.store.dialect.SqliteQuerySql
import mydriver.store.json.KnownNames
import mydriver.store.query.Columns
import mydriver.store.query.SqlText

private val columns =
    Columns(
        KnownNames(
            listOf(
                NameRow(NameRow.PARAM, "lr", Kind.REAL, null, 0),
                NameRow(NameRow.PARAM, "it's", Kind.TEXT, null, 1),
                NameRow(NameRow.METRIC, "ok", Kind.BOOLEAN, null, 0),
            )
        )
    )

private fun sql(spelling: QuerySql, text: String): String =
    SqlText(spelling).also { WhereSql(it).write(Where.condition(text, columns)) }.toString()

class WhereSqlSpec :
    FunSpec({
        context("SQL on SQLite") {
            withTests(
                nameFn = { (text, _) -> text },
                "status = 'DONE' AND id IN (1, 2)" to "((+t.status = ?) AND (t.id IN (?, ?)))",
                "ok OR NOT ok" to
                    "((CASE json_type(t.metrics, '$.\"ok\"') WHEN 'true' THEN 1 WHEN 'false' THEN 0 END) OR " +
                        "(NOT (CASE json_type(t.metrics, '$.\"ok\"') WHEN 'true' THEN 1 WHEN 'false' THEN 0 END)))",
                "\"it's\" LIKE 'a%'" to
                    "((CASE json_type(t.params, '$.\"it''s\"') WHEN 'text' THEN json_extract(t.params, '$.\"it''s\"') END) GLOB ?)",
                "id * 2 > 4" to null,
            ) { (text, expected) ->
                if (expected != null) sql(SqliteQuerySql, text) shouldBe expected
                else sql(SqliteQuerySql, text).split("CAST(t.id AS REAL)").size shouldBe 2
            }
        }

        context("SQL on PostgreSQL") {
            withTests(
                nameFn = { (text, _) -> text },
                "status = 'DONE' AND id IN (1, 2)" to
                    "((t.status COLLATE \"C\" = CAST(? AS TEXT) COLLATE \"C\") AND " +
                        "(t.id IN (CAST(? AS BIGINT), CAST(? AS BIGINT))))",
                "\"it's\" LIKE 'a%'" to
                    "((CASE jsonb_typeof((t.params -> 'it''s')) WHEN 'string' THEN (t.params ->> 'it''s') END " +
                        "COLLATE \"C\") LIKE CAST(? AS TEXT) ESCAPE '!')",
            ) { (text, expected) ->
                sql(PostgresQuerySql, text) shouldBe expected
            }
        }

        test("no value that was typed is ever part of the SQL") {
            val texts = Arb.string(0..40).filter { textFault("it", it) == null }
            for (spelling in listOf(SqliteQuerySql, PostgresQuerySql)) {
                checkAll(200, texts) { text ->
                    val literal = "'${text.replace("'", "''")}'"
                    for (shape in
                        listOf("\"it's\" = %", "\"it's\" IN (%, 'b')", "\"it's\" LIKE %", "lower(%) = 'b'")) sql(
                        spelling,
                        shape.replace("%", literal),
                    ) shouldBe sql(spelling, shape.replace("%", "'x'"))
                }
            }
        }
    })
