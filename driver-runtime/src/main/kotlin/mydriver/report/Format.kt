package mydriver.report

/** One way to print a [Listing]: one file each, listed in [Formats]. */
public interface Format {
    /** What `--format` calls it. */
    public val name: String

    /** Prints all of [listing] to [out]; every line ends with a newline. */
    public fun write(listing: Listing, out: Appendable, page: Page)
}
