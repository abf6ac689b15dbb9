package mydriver.report

/** An array of objects, or one object for a single thing; an object stands on a line of its own. */
internal object JsonFormat : Format {
    override val name = "json"

    override fun write(listing: Listing, out: Appendable, page: Page) {
        if (listing.single) return JsonLinesFormat.write(listing, out, page)
        out.append('[')
        var first = true
        for (row in listing.rows) {
            out.append(if (first) "\n" else ",\n")
            out.appendJsonObject(listing.columns, row)
            first = false
        }
        out.append(if (first) "]\n" else "\n]\n")
    }
}
