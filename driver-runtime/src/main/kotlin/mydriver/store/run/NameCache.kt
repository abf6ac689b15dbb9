package mydriver.store.run

import java.sql.Connection
import mydriver.store.Names
import mydriver.store.json.KnownNames

/**
 * The names as a worker last read them. Each claim returns how many there are, so that the names are read again only
 * when some were added, or when somebody cleared the table set.
 */
internal class NameCache(private val names: Names) {
    @Volatile
    var known: KnownNames = KnownNames(emptyList())
        private set

    /** Whether it has [count] names, as a claim said there are. */
    fun counts(count: Long): Boolean = known.all.size.toLong() == count

    /** Reads the names again. */
    fun refresh(connection: Connection) {
        known = names.read(connection)
    }
}
