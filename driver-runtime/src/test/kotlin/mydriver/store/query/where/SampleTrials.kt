package mydriver.store.query.where

import kotlin.random.Random

/** Points that have every awkward value in every combination that chance brings, and lack some. */
object SampleTrials {
    val REALS = listOf("r", "loss", "model.rate", "weird \" name")
    val INTEGERS = listOf("i", "n", "model.layers")
    val TEXTS = listOf("s", "Optimizer", "größe")
    val BOOLEANS = listOf("b", "select")

    val DOUBLES =
        listOf(
            0.0,
            -0.0,
            1.0,
            -1.0,
            0.5,
            3.0,
            -7.25,
            0.1,
            1e-7,
            1e22,
            9007199254740993.0,
            1e300,
            -1e300,
            1.7976931348623157e308,
            4.9e-324,
            1e-310,
            2.5e-308,
            Double.NaN,
            Double.POSITIVE_INFINITY,
            Double.NEGATIVE_INFINITY,
            0.30000000000000004,
        )
    val LONGS =
        listOf(
            0L,
            1,
            -1,
            2,
            3,
            7,
            10,
            9007199254740992,
            9007199254740993,
            Long.MAX_VALUE,
            Long.MIN_VALUE,
            Long.MIN_VALUE + 1,
        )
    val STRINGS =
        listOf(
            "",
            "a",
            "A",
            "aa",
            "Z",
            "é",
            "🙂",
            "\uFFFD",
            "it's",
            "100%",
            "a_b",
            "a*b",
            "[a]",
            "NaN",
            "null",
            "1",
            "true",
            "x\ny",
            "back\\slash",
            "\"",
            "!",
            "a?",
        )

    /** Always the same points, lest a failure comes and goes. */
    val points: List<Map<String, Any?>> by lazy {
        val random = Random(20261121)
        List(60) {
            buildMap {
                // Tells equal points apart.
                put("nr", it)
                for (name in REALS) chosen(random, DOUBLES)?.let { put(name, it) }
                for (name in INTEGERS) chosen(random, LONGS)?.let { put(name, it) }
                for (name in TEXTS) chosen(random, STRINGS)?.let { put(name, it) }
                for (name in BOOLEANS) chosen(random, listOf(true, false))?.let { put(name, it) }
                if (random.nextInt(10) == 0) put(REALS.random(random), null)
            }
        }
    }

    private fun <T> chosen(random: Random, from: List<T>): T? =
        if (random.nextInt(6) == 0) null else from.random(random)
}
