package mydriver.testing

import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.file.shouldNotExist
import io.kotest.matchers.shouldBe
import io.kotest.matchers.shouldNotBe
import java.sql.DriverManager

class TempPostgresSpec :
    FunSpec({
        test("a fresh database is empty, and others do not see what is put into it") {
            val one = TempPostgres.shared.freshDatabase()
            val other = TempPostgres.shared.freshDatabase()
            one.name shouldNotBe other.name
            query(one, "CREATE TABLE a AS SELECT 1 AS b; SELECT count(*) FROM pg_class WHERE relname = 'a'") shouldBe
                "1"
            query(other, "SELECT count(*) FROM pg_class WHERE relname = 'a'") shouldBe "0"
        }

        test("the binaries of the class path serve where the machine has none, and leave nothing behind") {
            val server = TempPostgres.start(::unpackPostgres)
            server.use { query(it.freshDatabase(), "SHOW server_version_num").take(2) shouldBe "18" }
            server.folder.toFile().shouldNotExist()
        }
    })

private fun query(database: PostgresDatabase, sql: String): String =
    DriverManager.getConnection(database.jdbcUrl).use { connection ->
        connection.createStatement().use { statement ->
            var rows = statement.execute(sql)
            while (!rows) rows = statement.moreResults
            statement.resultSet.use { it.next().let { _ -> it.getString(1) } }
        }
    }
