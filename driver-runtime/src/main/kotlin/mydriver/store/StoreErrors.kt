package mydriver.store

import mydriver.model.ConfigurationError
import mydriver.model.DatabaseError

/** A table set was opened for reading that nobody has inserted anything into. */
public class NothingInserted internal constructor(url: TableSetUrl) :
    DatabaseError(
        "there is no table set \"${url.name}\" at ${url.masked} yet: nothing has been inserted; run insert first"
    )

/** The table set was made by a newer version of mydriver. */
public class NewerTableSet internal constructor(url: TableSetUrl, found: Int, known: Int) :
    DatabaseError(
        "the table set at ${url.masked} has schema version $found; this mydriver knows up to $known: " +
            "update mydriver, or use another table set name"
    )

/** The params of a grid cannot be stored beside those the table set holds. */
public class ParamConflict internal constructor(faults: List<String>) : ConfigurationError(faults.joinToString("\n"))

/**
 * The database does not answer, or not now: the connection was refused or lost, the server starts, stops or has no
 * connection left, an SQLite file is locked for too long, cannot be opened, or its disk fails. The same may work later.
 */
public class DatabaseUnreachable internal constructor(message: String, cause: Throwable) : DatabaseError(message, cause)

/** A live lease stands in the way of what was asked for. */
public class LiveLeases internal constructor(count: Int, verb: String) :
    DatabaseError("$count trials are being run by live workers; wait for them, stop the workers, or $verb with --force")
