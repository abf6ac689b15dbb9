package mydriver.report.figure.plot

/** Returns how wide [svg] says that it is. */
internal fun width(svg: String): Float = checkNotNull(WIDTH.find(svg)) { "no width in $svg" }.groupValues[1].toFloat()

/** Returns [svg] with ids that begin with [name], so that several figures can stand in one page. */
internal fun embeddable(svg: String, name: String): String {
    val ids = ID.findAll(svg).map { it.groupValues[1] }.distinct().toList()
    val new = ids.withIndex().associate { (i, id) -> id to "$name-$i" }
    return REFERENCE.replace(PLACE.replace(svg, "")) { found ->
        val renamed = new[found.groupValues[2]] ?: return@replace found.value
        found.groupValues[1] + renamed + found.groupValues[3]
    }
}

/** Returns a name that sorts as number [place], and that is [name] after [embeddable]. */
internal fun inOrder(place: Int, name: String): String = "$PLACE_MARK${FIRST_PLACE + place}$name"

/** Characters of Unicode's private use area, which no text has. */
private const val PLACE_MARK = '\ue000'
private const val FIRST_PLACE = '\ue100'
private val PLACE = Regex("\ue000[\ue100-\uf8ff]")
private val WIDTH = Regex("""<svg[^>]* width="([0-9.]+)""")
private val ID = Regex("""\bid="([^"]+)"""")
private val REFERENCE = Regex("""(\bid="|url\(#|#)([A-Za-z0-9_-]+)("|\)| )""")
