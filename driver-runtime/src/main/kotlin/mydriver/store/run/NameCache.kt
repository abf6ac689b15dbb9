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

    /** Reads the names again if there are not [count] of them. */
    fun expect(count: Long, connection: Connection) {
        if (known.all.size.toLong() != count) refresh(connection)
    }

    /** Reads the names again. */
    fun refresh(connection: Connection) {
        known = names.read(connection)
    }
}
