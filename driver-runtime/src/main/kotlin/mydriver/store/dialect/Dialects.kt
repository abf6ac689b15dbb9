package mydriver.store.dialect

import mydriver.store.TableSetUrl

/** Every database that can hold a table set. */
internal object Dialects {
    val all: List<Dialect> =
        listOf(
            Sqlite,
            PostgreSql,
        )

    /** Returns the dialect that serves [url]. */
    fun of(url: TableSetUrl): Dialect = all.first { it.serves(url) }
}
