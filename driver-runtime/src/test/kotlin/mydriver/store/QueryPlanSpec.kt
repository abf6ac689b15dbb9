package mydriver.store

import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldNotContain
import mydriver.store.dialect.ClaimSql

private fun plan(place: TestPlace, url: TableSetUrl, sql: String): String {
    val explain = if (url.isSqlite) "EXPLAIN QUERY PLAN" else "EXPLAIN"
    return place.bare(url).use { connection ->
        connection.createStatement().use { statement ->
            statement.executeQuery("$explain $sql").use { rows ->
                val last = rows.metaData.columnCount
                buildString { while (rows.next()) appendLine(rows.getString(last)) }
            }
        }
    }
}

class QueryPlanSpec :
    FunSpec({
        for (place in TestPlace.all) {
            test("a claim on ${place.label} takes the head of the queue's index and sorts nothing") {
                val url = place.url()
                TableSet.open(url).use { it.insert(counting(5_000)) }
                place.execute(url, "ANALYZE")
                val values = listOf("1", "9223372036854775807", "0", "50").iterator()
                val sql =
                    Store(url, StoreOptions()).use { store ->
                        ClaimSql(store.table("trial"), store.clock.now).pick("?").replace(Regex("\\?")) {
                            values.next()
                        }
                    }
                val plan = plan(place, url, sql)
                plan shouldContain "${url.name}_trial_queue"
                plan.uppercase() shouldNotContain "SORT"
                plan shouldNotContain "TEMP B-TREE"
            }
        }
    })
