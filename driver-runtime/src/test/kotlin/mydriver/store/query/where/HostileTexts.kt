package mydriver.store.query.where

import kotlin.random.Random

/** Makes where-expressions as somebody would who wants to do harm, or whose cat walks over the keyboard. */
class HostileTexts(private val random: Random) {
    private val formulas = Formulas(random)

    fun next(): String =
        when (random.nextInt(5)) {
            0 -> spliced(harmless(), ATTACKS.random(random))
            1 -> spliced(harmless(), WORDS.random(random))
            2 ->
                List(random.nextInt(1, 14)) { (WORDS + ATTACKS).random(random) }
                    .joinToString(if (random.nextBoolean()) " " else "")
            3 -> damaged(harmless())
            else -> ATTACKS.random(random) + harmless() + ATTACKS.random(random)
        }

    private fun harmless() = formulas.condition(random.nextInt(4)).text

    private fun spliced(text: String, piece: String): String {
        val place = random.nextInt(text.length + 1)
        return text.take(place) + (if (random.nextBoolean()) " $piece " else piece) + text.drop(place)
    }

    private fun damaged(text: String): String {
        val place = random.nextInt(text.length)
        return when (random.nextInt(3)) {
            0 -> text.removeRange(place, place + 1)
            1 -> text.take(place)
            else -> text.take(place) + (random.nextInt(1, 0x3000)).toChar() + text.drop(place)
        }
    }

    companion object {
        val ATTACKS =
            listOf(
                "'; DROP TABLE t_trial; --",
                "1; DELETE FROM t_trial",
                "' OR '1'='1",
                "') OR (1=1",
                "\"; DROP TABLE t_trial; --",
                "/* */",
                "/*",
                "*/",
                "--",
                "-- \n",
                ";",
                "\\",
                "\\'",
                "E'\\''",
                "$$",
                "\$1",
                "?",
                ":x",
                "::text",
                "(SELECT count(*) FROM sqlite_master)",
                "(SELECT version())",
                "EXISTS (SELECT 1)",
                "UNION SELECT * FROM t_blob",
                "load_extension('x')",
                "pg_sleep(10)",
                "randomblob(1000000000)",
                "CAST(r AS TEXT)",
                "CASE WHEN b THEN r END",
                "r COLLATE NOCASE",
                "s GLOB '*'",
                "s REGEXP '.*'",
                "s || s",
                "x'41'",
                "0x10",
                "`r`",
                "[r]",
                "r IS DISTINCT FROM 1",
                "params ->> 'r'",
                "t.params",
                "rowid",
                "current_user",
                "\u0000",
                "\uD800",
                "\u202e",
                "' ESCAPE ''",
                "LIMIT 0",
            )
        val WORDS =
            listOf(
                "AND",
                "OR",
                "NOT",
                "IN",
                "BETWEEN",
                "LIKE",
                "IS",
                "NULL",
                "TRUE",
                "FALSE",
                "nan",
                "infinity",
                "ESCAPE",
                "(",
                ")",
                ",",
                ".",
                "=",
                "<",
                ">=",
                "<>",
                "+",
                "-",
                "*",
                "/",
                "%",
                "r",
                "i",
                "s",
                "b",
                "loss",
                "params.r",
                "\"größe\"",
                "Optimizer",
                "\"select\"",
                "model.layers",
                "0",
                "1",
                "0.5",
                "1e308",
                "-1",
                "'a'",
                "''",
                "abs",
                "abs(r)",
                "lower(s)",
                "length(s)",
                "upper",
                "(1, 2)",
                "('a', 'b')",
                "1 AND 2",
                "9223372036854775808",
            )
    }
}
