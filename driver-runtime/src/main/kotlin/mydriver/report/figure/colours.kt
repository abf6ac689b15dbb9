package mydriver.report.figure

/**
 * Returns a colour for each of [series], in their order.
 *
 * Up to eight get the palette of Okabe and Ito, which people of every kind of colour vision can tell apart
 * (https://jfly.uni-koeln.de/color/). Numbers, of which there may be any number, get viridis instead, whose order can
 * be seen, and so do more than eight.
 */
internal fun colours(series: List<String>): List<String> {
    val ordered = series.size > 2 && series.all { it.toDoubleOrNull() != null }
    if (!ordered && series.size <= DISTINCT.size) return DISTINCT.take(series.size)
    if (series.size == 1) return DISTINCT.take(1)
    return series.indices.map { shade(it / (series.size - 1.0)) }
}

/** Returns the colour of [part], from 0 to 1, of viridis, without its palest end. */
private fun shade(part: Double): String {
    val place = part * (VIRIDIS.size - 1)
    val from = place.toInt().coerceAtMost(VIRIDIS.size - 2)
    val share = place - from
    return VIRIDIS[from].zip(VIRIDIS[from + 1]) { a, b -> (a + share * (b - a)).toInt() }
        .joinToString("", "#") { "%02x".format(it) }
}

/** What is drawn without a series. */
internal const val SINGLE: String = "#0072b2"

private val DISTINCT = listOf(SINGLE, "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#000000", "#a6761d")

/** Points on viridis, of Nathaniel Smith and Stéfan van der Walt, at equal distances, up to 0.9. */
private val VIRIDIS =
    listOf(
        listOf(0x44, 0x01, 0x54),
        listOf(0x47, 0x2c, 0x7a),
        listOf(0x3b, 0x51, 0x8b),
        listOf(0x2c, 0x71, 0x8e),
        listOf(0x21, 0x90, 0x8d),
        listOf(0x27, 0xad, 0x81),
        listOf(0x5c, 0xc8, 0x63),
        listOf(0xaa, 0xdc, 0x32),
    )
