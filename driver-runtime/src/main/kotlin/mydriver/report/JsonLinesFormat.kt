package mydriver.report

/** An object per line. */
internal object JsonLinesFormat : Format {
    override val name = "jsonl"

    override fun write(listing: Listing, out: Appendable, page: Page) {
        for (row in listing.rows) {
            out.appendJsonObject(listing.columns, row)
            out.append('\n')
        }
    }
}
