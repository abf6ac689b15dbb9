package mydriver.store

import kotlin.time.Duration
import kotlin.time.Duration.Companion.seconds

/**
 * How a table set is opened.
 *
 * @property environment looks up an environment variable; `PGPASSWORD`, `PGPASSFILE`, `HOME` and `PGUSER` are read
 * @property clockOffset is added to the database's clock in everything that is written or compared; zero in production,
 *   moved by tests
 * @property busyTimeout how long to wait for another process that is writing to an SQLite file
 * @property connections at most this many connections to a server are open at once, at least 1
 * @property readOnly only read; a table set that is not there is then not made but reported as [NothingInserted]
 * @property host the name of this host, noted with events
 * @property smallTransactions whether each transaction changes few rows, as a worker's do: SQLite then keeps in memory
 *   what a process that is killed would leave lying about in temporary files
 * @property silence how long a server hears nothing from this process in the middle of a small transaction before it
 *   undoes it: a host that has gone would keep rows from all others for hours, until TCP gives it up
 */
public class StoreOptions(
    public val environment: (String) -> String? = { null },
    public val clockOffset: () -> Duration = { Duration.ZERO },
    public val busyTimeout: Duration = 30.seconds,
    public val connections: Int = 4,
    public val readOnly: Boolean = false,
    public val host: String? = null,
    public val smallTransactions: Boolean = false,
    public val silence: Duration = 10.seconds,
)
