package mydriver.store

import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.collections.shouldHaveSize
import io.kotest.matchers.ints.shouldBeGreaterThan
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import kotlin.io.path.exists
import kotlin.io.path.moveTo
import kotlin.time.Duration.Companion.milliseconds
import kotlin.time.Duration.Companion.minutes
import kotlin.time.Duration.Companion.seconds
import mydriver.model.Resources
import mydriver.model.Status
import mydriver.store.dialect.Access
import mydriver.store.dialect.Dialects
import mydriver.testing.TempPostgres

private fun TableSet.claimed(limit: Int) = claims.claim("w1", limit, 5.minutes, Resources())

private val done = AttemptEnd(Outcome.DONE)

/** A PostgreSQL database that nobody else uses, so that its connections may be counted and cut. */
private class OwnDatabase {
    private val database = TempPostgres.shared.freshDatabase()
    val url = TableSetUrl.parse("${database.url}?table=own", java.nio.file.Path.of("/"), null) { null }

    private fun ask(sql: String): Long =
        java.sql.DriverManager.getConnection(database.jdbcUrl).use { connection ->
            connection.createStatement().use { statement ->
                statement.executeQuery(sql).use { rows ->
                    rows.next()
                    rows.getLong(1)
                }
            }
        }

    fun connections() = ask("SELECT count(*) $OURS")

    /** Cuts every connection and returns once none is left. */
    fun cut() {
        ask("SELECT count(pg_terminate_backend(pid, 10000)) $OURS")
    }

    private companion object {
        const val OURS = "FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'mydriver'"
    }
}

class ConnectionsSpec :
    FunSpec({
        test("a table set that was told to release its connections holds none") {
            val database = OwnDatabase()
            TableSet.open(database.url).use { tableSet ->
                tableSet.insert(counting(2))
                tableSet.claimed(1)
                (database.connections() > 0) shouldBe true
                tableSet.releaseConnections()
                // The server notices a little later that a connection was closed.
                generateSequence { database.connections() }.take(500).any { it == 0L } shouldBe true
                tableSet.claimed(1) shouldHaveSize 1
            }
        }

        test("an SQLite file that was moved away is not made anew, and serves again when it is back") {
            val folder = tempdir().toPath()
            val file = folder.resolve("moved.db")
            TableSet.open(TableSetUrl.parse("sqlite:moved.db?table=moved", folder, null) { null }).use { tableSet ->
                tableSet.insert(counting(1))
                tableSet.releaseConnections()
                file.moveTo(folder.resolve("aside.db"))
                shouldThrow<DatabaseUnreachable> { tableSet.claimed(1) }.message!! shouldContain "$file has gone"
                file.exists() shouldBe false
                folder.resolve("aside.db").moveTo(file)
                tableSet.claimed(1) shouldHaveSize 1
            }
        }

        test("a connection that cannot be lent leaves room for the next writer").config(
            blockingTest = true,
            timeout = 30.seconds,
        ) {
            val folder = tempdir().toPath()
            val file = folder.resolve("lent.db")
            val url = TableSetUrl.ofFile(file, "lent")
            Connections(url, StoreOptions(), Dialects.of(url)).use { connections ->
                connections.write {}
                connections.release()
                file.moveTo(folder.resolve("aside.db"))
                repeat(100) { shouldThrow<DatabaseUnreachable> { connections.lend(Access.WRITE) } }
                folder.resolve("aside.db").moveTo(file)
                connections.write { 1 } shouldBe 1
            }
        }

        test("a connection that was lost while nobody used it is replaced") {
            val database = OwnDatabase()
            TableSet.open(database.url).use { tableSet ->
                tableSet.insert(counting(1))
                tableSet.queries.counts().getValue(Status.QUEUED) shouldBe 1
                database.cut()
                tableSet.queries.counts().getValue(Status.QUEUED) shouldBe 1
            }
        }

        test("a claim and a finish that lost their connection say so, and work when tried again") {
            val database = OwnDatabase()
            TableSet.open(database.url).use { tableSet ->
                tableSet.insert(counting(2))
                tableSet.claimed(1)
                database.cut()
                shouldThrow<DatabaseUnreachable> { tableSet.claimed(1) }
                val claim = tableSet.claimed(1).single()
                tableSet.leases.renew("w1", listOf(claim), 5.minutes) shouldBe mapOf(2L to Status.RUNNING)
                database.cut()
                shouldThrow<DatabaseUnreachable> { tableSet.finish(claim, done) }
                tableSet.finish(claim, done) shouldBe FinishResult.Now(Status.DONE)
            }
        }

        test("who falls silent in a small transaction, as one whose host is gone, keeps no row from the others") {
            val place = TestPlace.postgres
            val url = place.url()
            TableSet.open(url).use { it.insert(counting(1)) }
            Store(url, StoreOptions(smallTransactions = true, silence = 100.milliseconds)).use { store ->
                fun java.sql.Connection.prioritize(priority: Int) =
                    update("UPDATE ${store.table("trial")} SET priority = ? WHERE id = 1", priority)
                shouldThrow<DatabaseUnreachable> {
                    store.connections.write { connection ->
                        connection.prioritize(1)
                        place.bare(url).use { other ->
                            other.createStatement().use { it.execute("SET lock_timeout = '20s'") }
                            other.prioritize(2)
                        }
                        connection.prioritize(3)
                    }
                }
            }
            place.query(url, "SELECT priority FROM t_trial") shouldBe listOf(2.0)
        }

        test("a server that is not there is unreachable, a wrong database name is a fault") {
            val away = OwnDatabase().url.masked.replace(Regex(":\\d+/"), ":1/")
            val url = TableSetUrl.parse(away, java.nio.file.Path.of("/"), null) { null }
            shouldThrow<DatabaseUnreachable> { TableSet.open(url) }.message shouldContain "check host, port"
        }

        test("an SQLite file that another process keeps locked is unreachable for as long") {
            val place = TestPlace.sqlite
            val url = place.url()
            TableSet.open(url, StoreOptions(busyTimeout = 1.milliseconds)).use { tableSet ->
                tableSet.insert(counting(1))
                place.bare(url).use { other ->
                    other.createStatement().use { it.execute("BEGIN IMMEDIATE") }
                    shouldThrow<DatabaseUnreachable> { tableSet.claimed(1) }.message shouldContain "another process"
                    other.createStatement().use { it.execute("ROLLBACK") }
                }
                tableSet.claimed(1) shouldHaveSize 1
            }
        }

        test("transactions that lock each other out are run again") {
            val place = TestPlace.postgres
            val url = place.url()
            Store(url, StoreOptions()).use { store ->
                TableSet.open(url).use { it.insert(counting(2)) }
                val both = java.util.concurrent.CyclicBarrier(2)
                val runs = java.util.concurrent.atomic.AtomicInteger()
                fun crossing(ids: List<Int>) {
                    var met = false
                    store.connections.rewrite { connection ->
                        runs.incrementAndGet()
                        for (id in ids) {
                            connection.update(
                                "UPDATE ${store.table("trial")} SET priority = priority + 1 WHERE id = ?",
                                id,
                            )
                            if (!met) both.await()
                            met = true
                        }
                    }
                }
                val other = kotlin.concurrent.thread { crossing(listOf(2, 1)) }
                crossing(listOf(1, 2))
                other.join()
                // One of the two lost at least once; which one, and whether it met the other again, is the server's
                // choice.
                runs.get() shouldBeGreaterThan 2
                place.query(url, "SELECT priority FROM t_trial") shouldBe listOf(3.0, 3.0)
            }
        }
    })
