package mydriver.report.page

/** Returns the drawing of [placed] as it can stand in a page: without the head of an XML document. */
internal fun inlined(placed: PlacedFigure): String {
    val start = placed.svg.indexOf("<svg")
    require(start >= 0) { "the drawing of ${placed.figure.name} is no SVG" }
    return placed.svg.substring(start)
}
