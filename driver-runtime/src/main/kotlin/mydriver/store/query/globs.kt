package mydriver.store.query

/** Returns whether [name] is what [pattern] describes, in which `*` stands for any number of any characters. */
internal fun globMatches(pattern: String, name: String): Boolean {
    val pieces = pattern.split('*')
    if (pieces.size == 1) return pattern == name
    val first = pieces.first()
    val last = pieces.last()
    if (name.length < first.length + last.length || !name.startsWith(first) || !name.endsWith(last)) return false
    var at = first.length
    val end = name.length - last.length
    for (piece in pieces.subList(1, pieces.size - 1)) {
        val found = name.indexOf(piece, at)
        if (found < 0 || found + piece.length > end) return false
        at = found + piece.length
    }
    return true
}
