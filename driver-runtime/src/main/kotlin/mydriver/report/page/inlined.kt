package mydriver.report.page

/**
 * Returns the drawing of [placed] as it can stand in a page: without the head of an XML document, and with a view box,
 * without which a narrow page would cut it off instead of shrinking it.
 */
internal fun inlined(placed: PlacedFigure): String {
    val start = placed.svg.indexOf("<svg")
    require(start >= 0) { "the drawing of ${placed.figure.name} is no SVG" }
    val end = placed.svg.indexOf('>', start)
    val head = placed.svg.substring(start, end)
    val width = SIZES.getValue("width").find(head)?.groupValues?.get(1)
    val height = SIZES.getValue("height").find(head)?.groupValues?.get(1)
    val sized = width != null && height != null && "viewBox" !in head
    return (if (sized) "$head viewBox=\"0 0 $width $height\"" else head) + placed.svg.substring(end)
}

private val SIZES = listOf("width", "height").associateWith { Regex(" $it=\"([0-9.]+)\"") }
