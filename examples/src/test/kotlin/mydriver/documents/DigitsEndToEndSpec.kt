package mydriver.documents

import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldHaveAtLeastSize
import io.kotest.matchers.doubles.shouldBeLessThan
import io.kotest.matchers.shouldBe
import java.sql.DriverManager
import kotlin.time.measureTimedValue
import mydriver.testing.TempPostgres

const val DIGITS = "examples/digits/README.md"
private const val MYDRIVER = "bin/mydriver examples/digits/digits.exp.kts"

class DigitsEndToEndSpec :
    FunSpec({
        test("the page of digits does what it says, and what list shows is what SQLite holds") {
            play(pages.single { it.path == DIGITS }) { scratch ->
                val file = scratch.run("readlink -f examples/digits/digits.db").lines.single()
                agrees(scratch, "", "jdbc:sqlite:$file")
            }
        }

        test("the same sweep runs on PostgreSQL, and what list shows is what it holds") {
            val database = TempPostgres.shared.freshDatabase()
            onStage { scratch ->
                val options = "--database ${database.url}/digits"
                val (swept, took) =
                    measureTimedValue { scratch.run("$MYDRIVER insert --dispatch=local --wait $options") }
                println("the sweep of examples/digits took ${took.inWholeSeconds} s on PostgreSQL")
                swept.exitCode shouldBe 0
                scratch.run("$MYDRIVER create_view $options").exitCode shouldBe 0
                agrees(scratch, options, database.jdbcUrl)
            }
        }
    })

private fun agrees(scratch: Scratch, options: String, jdbcUrl: String) {
    val columns = "id,status,valid_error,test_error"
    val listed = scratch.run("$MYDRIVER list --sort valid_error --columns $columns --format csv $options").lines
    listed.first() shouldBe columns
    val rows = listed.drop(1).map { it.split(',') }
    rows shouldHaveAtLeastSize 24
    rows.map { it[1] }.toSet() shouldBe setOf("DONE")
    rows.minOf { it[3].toDouble() } shouldBeLessThan 0.06
    val held = view(jdbcUrl)
    rows.associate { it[0].toLong() to (it[2].toDouble() to it[3].toDouble()) } shouldBe held
    rows.map { it[2].toDouble() } shouldBe held.values.map { it.first }.sorted()
}

private fun view(jdbcUrl: String): Map<Long, Pair<Double, Double>> =
    DriverManager.getConnection(jdbcUrl).use { connection ->
        connection.createStatement().use { statement ->
            val rows = statement.executeQuery("SELECT id, valid_error, test_error FROM digits_view")
            buildMap { while (rows.next()) put(rows.getLong(1), rows.getDouble(2) to rows.getDouble(3)) }
        }
    }
