package mydriver.store.dialect

/** What a connection is for. */
internal enum class Access {
    /** Queries only; several at once, never in the way of a writer. */
    READ,

    /** Reads and writes; on SQLite a transaction begins with the write lock. */
    WRITE,
}
