package mydriver.store

/** One step forward from a schema version to the next; a fresh table set is made whole and takes none. */
internal fun interface Migration {
    /** The statements of this step. */
    fun statements(store: Store): List<String>
}

/** Every migration, the first of which leads from version 1 to version 2. */
internal object Migrations {
    val all: List<Migration> = emptyList()
}
