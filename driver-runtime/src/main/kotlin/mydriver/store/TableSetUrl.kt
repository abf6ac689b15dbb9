package mydriver.store

import java.nio.file.Path

/**
 * Where a table set is: a database and the prefix of its tables.
 *
 * Forms: `postgres://[user[:password]@]host[:port]/database/tableset`, the same with `?table=tableset`, `postgresql://`
 * likewise, `sqlite:folder/file.db?table=tableset`, `sqlite:///relative.db?table=t` and
 * `sqlite:////absolute.db?table=t`. Percent signs introduce escapes (`%20`). It is printed without its password,
 * always.
 *
 * ```
 * val url = TableSetUrl.parse("sqlite:sweeps.db?table=kording", Path.of("."), "kording") { null }
 * ```
 *
 * @property name the prefix of the tables
 * @property file the SQLite file, absolute, or null for a server
 * @property server where the PostgreSQL database is, or null for a file
 */
public class TableSetUrl
internal constructor(
    public val name: String,
    public val file: Path?,
    internal val server: ServerAddress?,
) {
    /** Whether the table set is in an SQLite file. */
    public val isSqlite: Boolean
        get() = file != null

    /** The URL as it may be shown: a password is replaced by `***`. */
    public val masked: String
        get() = if (file != null) "sqlite:${sqlitePath(file)}?table=$name" else "${server!!.masked}/$name"

    /** Whether another host that is told the same URL looks for the database on itself. */
    public val onThisHost: Boolean
        get() = server == null || server.host == "localhost" || server.host == "::1" || server.host.startsWith("127.")

    /** The URL in full as another process may be told it, or null because it holds a password. */
    public val told: String?
        get() =
            when {
                server == null -> masked
                server.password != null -> null
                else -> masked + server.sslmode?.let { "?sslmode=${percentEncoded(it, "")}" }.orEmpty()
            }

    override fun equals(other: Any?): Boolean =
        other is TableSetUrl && other.name == name && other.file == file && other.server == server

    override fun hashCode(): Int = name.hashCode() * 31 + (file ?: server).hashCode()

    /** Returns [masked]. */
    override fun toString(): String = masked

    public companion object {
        /**
         * Returns the URL that [text] spells.
         *
         * @param base the folder that relative paths start at
         * @param defaultName the table set's name if the URL has none
         * @param environment looks up an environment variable (`HOME` for `~`, `PGUSER`, `PGPORT`)
         * @throws mydriver.model.ConfigurationError naming everything that is wrong with it
         */
        public fun parse(
            text: String,
            base: Path,
            defaultName: String?,
            environment: (String) -> String?,
        ): TableSetUrl = UrlParser(text, base, defaultName, environment).parse()

        /** Returns the URL of the table set [name] in the SQLite file [file]. */
        public fun ofFile(file: Path, name: String): TableSetUrl {
            tableSetNameFault(name)?.let { throw mydriver.model.ConfigurationError(it) }
            return TableSetUrl(name, file.toAbsolutePath().normalize(), null)
        }
    }
}

/** A PostgreSQL database. */
internal data class ServerAddress(
    val user: String?,
    val password: String?,
    val host: String,
    val port: Int,
    val database: String,
    val sslmode: String?,
) {
    val masked: String
        get() = buildString {
            append("postgres://")
            if (user != null) append(percentEncoded(user, ""))
            if (password != null) append(":***")
            if (user != null) append('@')
            append(if (':' in host) "[$host]" else host)
            if (port != DEFAULT_PORT) append(':').append(port)
            append('/').append(percentEncoded(database, ""))
        }

    override fun toString(): String = masked

    companion object {
        const val DEFAULT_PORT = 5432
    }
}

private fun sqlitePath(file: Path): String = percentEncoded(file.toString(), "/")
