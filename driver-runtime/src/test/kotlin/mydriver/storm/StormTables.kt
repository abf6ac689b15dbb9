package mydriver.storm

import io.kotest.assertions.withClue
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.collections.shouldContainAll
import io.kotest.matchers.maps.shouldContainExactly
import io.kotest.matchers.shouldBe
import java.sql.Connection
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.jsonObject
import kotlinx.serialization.json.jsonPrimitive
import kotlinx.serialization.json.long

/** What a storm must have left in the tables of the table set [name], which has [trials] trials. */
internal class StormTables(private val connection: Connection, private val name: String, private val trials: Int) {
    /** Returns how many trials are not done yet. */
    fun undone(): Long = rows("SELECT count(*) FROM %trial WHERE status <> 'DONE'").single().single().toLong()

    /** Returns whether trials belong to the worker whose process is [pid]. */
    fun holds(pid: Long): Boolean =
        rows(
                "SELECT count(*) FROM %trial WHERE claimed_by IN " +
                    "(SELECT id FROM %worker WHERE pid = $pid AND state <> 'ENDED')"
            )
            .single()
            .single() != "0"

    /** Returns how many attempts there are of each outcome. */
    fun outcomes(): Map<String, Int> = rows("SELECT outcome FROM %attempt").groupingBy { it.single() }.eachCount()

    /** Every trial is done, by exactly one attempt, with its own result and none of another. */
    fun finishedOnce(result: (i: Long, metrics: JsonObject) -> Unit) {
        rows("SELECT status FROM %trial").groupingBy { it.single() }.eachCount() shouldBe mapOf("DONE" to trials)
        rows("SELECT trial, count(*) FROM %attempt WHERE outcome = 'DONE' GROUP BY trial HAVING count(*) <> 1")
            .shouldBeEmpty()
        rows("SELECT id FROM %trial WHERE id NOT IN (SELECT trial FROM %attempt WHERE outcome = 'DONE')")
            .shouldBeEmpty()
        covered("DONE") shouldContainExactly (1L..trials).associateWith { 1 }
        for ((params, metrics) in rows("SELECT params, metrics FROM %trial")) withClue("$params $metrics") {
            val i = Json.parseToJsonElement(params).jsonObject.getValue("i").jsonPrimitive.long
            result(i, Json.parseToJsonElement(metrics).jsonObject)
        }
    }

    /** Every attempt has an end, every loss its event, and no worker is missing but those that were [killed]. */
    fun tellAll(killed: List<Long>) {
        rows("SELECT trial, number FROM %attempt WHERE outcome IS NULL OR ended IS NULL").shouldBeEmpty()
        rows("SELECT id FROM %trial WHERE claimed_by IS NOT NULL OR lease_until IS NOT NULL").shouldBeEmpty()
        val lost =
            rows("SELECT trial FROM %attempt WHERE outcome = 'LOST'").groupingBy { it.single().toLong() }.eachCount()
        covered("LOST") shouldContainExactly lost
        // Some were killed before they could sign on; nobody but the killed may have failed to sign off.
        killed shouldContainAll rows("SELECT pid FROM %worker WHERE state <> 'ENDED'").map { it.single().toLong() }
        rows("SELECT DISTINCT trial FROM %attempt a WHERE worker NOT IN (SELECT id FROM %worker)").shouldBeEmpty()
    }

    /** Returns how often each trial is in an event of [kind]. */
    private fun covered(kind: String): Map<Long, Int> =
        rows("SELECT first_trial, last_trial FROM %event WHERE kind = '$kind'")
            .flatMap { (first, last) -> first.toLong()..last.toLong() }
            .groupingBy { it }
            .eachCount()

    private fun rows(sql: String): List<List<String>> =
        connection.createStatement().use { statement ->
            statement.executeQuery(sql.replace(Regex("%(\\w+)")) { "\"${name}_${it.groupValues[1]}\"" }).use { rows ->
                buildList {
                    while (rows.next()) add((1..rows.metaData.columnCount).map { "${rows.getString(it)}" })
                }
            }
        }
}
