package mydriver.store.query

/**
 * Rows of a listing, read from the database as one goes along; to be closed.
 *
 * A row has one value per column: `Long`, `Double`, `String`, `Boolean`, `java.time.Instant` or null.
 */
public interface Rows : Iterator<List<Any?>>, AutoCloseable {
    /** What the values of a row are, in their order. */
    public val columns: List<Column>

    /** Gives the connection back; reading to the end does so too. */
    override fun close()
}
