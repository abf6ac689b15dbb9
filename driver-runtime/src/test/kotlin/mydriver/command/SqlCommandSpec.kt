package mydriver.command

import io.kotest.core.spec.style.FunSpec
import io.kotest.datatest.withData
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldStartWith
import mydriver.store.TestPlace

class SqlCommandSpec :
    FunSpec({
        val folder = tempdir().toPath()

        context("queries in SQL") {
            withData(nameFn = { it.label }, TestPlace.all) { place ->
                val url = place.url()
                val environment = mapOf("MYDRIVER_DATABASE" to url.masked)
                val desk = Desk(folder, environment = environment)
                val script = specScript(folder)
                fun type(vararg words: String) = desk.type(*words, script = script)
                val all = "SELECT id, status, lr, layers, valid_loss FROM trials ORDER BY id"

                test("the view need not be made, and has every param and metric") {
                    type("insert").code shouldBe 0
                    type("worker", "--drain").code shouldBe 1
                    type("sql", all).out shouldBe
                        """
                        |id  status     lr  layers  valid_loss
                        | 1  DONE      0.1       1         0.1
                        | 2  DONE     0.01       1        0.01
                        | 3  DONE    0.001       1       0.001
                        | 4  FAILED    0.1       2
                        | 5  DONE     0.01       2        0.02
                        | 6  DONE    0.001       2${if (place == TestPlace.postgres) "         NaN" else ""}
                        |"""
                            .trimMargin()
                    place.query(url, "SELECT 1 WHERE EXISTS (SELECT 1 FROM t_name)").size shouldBe 1
                    type("sql", "SELECT id FROM \"${url.name}_view\" WHERE lr < 0.005", "--format", "csv").out shouldBe
                        "id\n3\n6\n"
                }

                test("attempts and the history of metrics can be asked too") {
                    type("sql", "SELECT number, outcome, cause FROM attempts WHERE trial = 4", "--format", "csv")
                        .out shouldBe "number,outcome,cause\n1,FAILED,ERROR\n"
                    val history = "SELECT name, value FROM history WHERE trial = 5 ORDER BY name"
                    type("sql", history, "--format", "jsonl").out shouldBe
                        "{\"name\":\"train_loss\",\"value\":0.01}\n{\"name\":\"valid_loss\",\"value\":0.02}\n"
                    type("sql", "SELECT started FROM attempts WHERE trial = 1", "--format", "csv").out shouldStartWith
                        "started\n2"
                }

                test("one query may have comments, a last semicolon and columns of one name") {
                    type("sql", "SELECT lr, count(*) AS n FROM trials GROUP BY lr -- ;\n ORDER BY lr ; /* ; */")
                        .out shouldBe "   lr  n\n0.001  2\n 0.01  2\n  0.1  2\n"
                    type(
                            "sql",
                            "(SELECT 1 AS a, 2 AS a, ';' AS \"b;\", NULL AS c)".takeIf { place == TestPlace.postgres }
                                ?: "SELECT 1 AS a, 2 AS a, ';' AS \"b;\", NULL AS c",
                            "--format",
                            "json",
                        )
                        .out shouldBe "[\n{\"a\":1,\"a2\":2,\"b;\":\";\",\"c\":null}\n]\n"
                    type("sql", "VALUES (1), (2)").code shouldBe 0
                }

                context("whatever is no single query is refused") {
                    withData(
                        "DELETE FROM t_trial",
                        "DROP TABLE t_trial",
                        "UPDATE t_trial SET priority = 2",
                        "PRAGMA query_only = 0",
                        "ATTACH 'x.db' AS x",
                        "VACUUM INTO 'x.db'",
                        "COMMIT",
                        "SET default_transaction_read_only = off",
                        "COPY t_trial TO PROGRAM 'cat'",
                        "SELECT 1; DROP TABLE t_trial",
                        "SELECT 1; SELECT 2",
                        "SELECT ';' /* ; */; COMMIT; DROP TABLE t_trial; SELECT 1",
                        "WITH x AS (SELECT 1) DELETE FROM t_trial",
                        "WITH x AS (DELETE FROM t_trial RETURNING id) SELECT * FROM x",
                        "/* SELECT */ DROP TABLE t_trial",
                        " -- SELECT\nDROP TABLE t_trial",
                        "/* /* */ SELECT */ DROP TABLE t_trial",
                        "SELECT E'\\''; DROP TABLE t_trial; --'",
                        "SELECT 1 INTO x",
                        "SELECT \$\$a\$\$; DROP TABLE t_trial",
                        "SELECT set_config('transaction_read_only', 'off', false); DELETE FROM t_trial",
                        "SELECT FROM WHERE",
                        "SELECT * FROM nowhere",
                        " -- nothing",
                    ) { sql ->
                        val named = sql.replace("t_trial", "\"${url.name}_trial\"")
                        val ended = type("sql", named)
                        ended.code shouldBe 2
                        ended.out shouldBe ""
                        ended.err shouldStartWith "mydriver: sql: "
                        place.count(url) shouldBe 6
                    }
                }

                test("time over ends the query, in the database too") {
                    val endless =
                        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"
                    val ended = type("sql", endless, "--timeout", "1s")
                    ended.code shouldBe 124
                    ended.err shouldContain "1s are over"
                    val stopped = Desk(folder, environment = environment).apply { signal = 130 }
                    stopped.type("sql", endless, script = script).code shouldBe 130
                }
            }
        }
    })
