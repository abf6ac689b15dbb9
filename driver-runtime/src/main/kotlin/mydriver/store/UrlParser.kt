package mydriver.store

import java.nio.file.InvalidPathException
import java.nio.file.Path
import mydriver.model.ConfigurationError
import mydriver.model.textFault

private val KNOWN = setOf("sqlite", "postgres", "postgresql")

private const val FORMS = "write postgres://user@host[:port]/database/tableset or sqlite:path/file.db?table=tableset"

/** Takes a database URL apart and collects every fault in it, so that all can be mended at once. */
internal class UrlParser(
    private val text: String,
    private val base: Path,
    private val defaultName: String?,
    private val environment: (String) -> String?,
) {
    private val faults = ArrayList<String>()
    private val scheme = text.substringBefore(':', "").lowercase()
    private val body = text.substringAfter(':').substringBefore('?')
    private val options = readOptions(text.substringAfter('?', ""))

    fun parse(): TableSetUrl {
        textFault("the URL", text)?.let { throw ConfigurationError(it) }
        val url =
            when (scheme) {
                "sqlite" -> sqlite()
                "postgres",
                "postgresql" -> postgres()
                else -> throw fault("it begins with no database known here")
            }
        if (faults.isNotEmpty() || url == null) throw fault(faults.joinToString("; "))
        return url
    }

    private fun sqlite(): TableSetUrl? {
        allow("table")
        val path = decoded("path", sqlitePath())
        if (path != null && (path.isEmpty() || path.endsWith('/'))) faults += "it names no file"
        val file = path?.let { fileOf(it) }
        val name = tableName(options["table"])
        return if (file == null || name == null) null else TableSetUrl(name, file, null)
    }

    /** `sqlite:///x` is relative and `sqlite:////x` absolute, as SQLAlchemy reads them; `sqlite:/x` is absolute. */
    private fun sqlitePath(): String {
        if (!body.startsWith("//")) return body
        if (!body.startsWith("///"))
            faults += "sqlite://${body.drop(2).substringBefore('/')} names a host, and a file has none"
        return body.drop(3)
    }

    private fun fileOf(path: String): Path? {
        val home = environment("HOME")
        val expanded = if (path.startsWith("~/") && home != null) home + path.drop(1) else path
        return try {
            base.resolve(expanded).toAbsolutePath().normalize()
        } catch (failure: InvalidPathException) {
            faults += "its path cannot be a file name under this locale: ${failure.reason}; set LC_ALL=C.UTF-8"
            null
        }
    }

    private fun postgres(): TableSetUrl? {
        allow("table", "sslmode")
        if (!body.startsWith("//")) throw fault("two slashes must follow \"$scheme:\"")
        if ('@' in body.drop(2).substringAfter('/', "")) throw fault("its password holds a /; write it as %2F")
        val authority = body.drop(2).substringBefore('/')
        val segments = body.drop(2).substringAfter('/', "").trimEnd('/').split('/')
        if (segments.size > 2) faults += "its path has ${segments.size} parts; a database and a table set are two"
        if (segments.size > 1 && "table" in options)
            faults += "it names the table set twice, in its path and by ?table="
        val database = decoded("database", segments[0])
        if (database.isNullOrEmpty()) faults += "it names no database"
        val address = address(authority, database.orEmpty())
        val name = tableName(options["table"] ?: segments.getOrNull(1)?.let { decoded("table set", it) })
        return if (address == null || name == null) null else TableSetUrl(name, null, address)
    }

    private fun address(authority: String, database: String): ServerAddress? {
        val login = authority.substringBeforeLast('@', "")
        val place = authority.substringAfterLast('@')
        val user = decoded("user", login.substringBefore(':'))
        val password = if (':' in login) decoded("password", login.substringAfter(':')) else null
        val host = if (place.startsWith('[')) place.drop(1).substringBefore(']') else place.substringBefore(':')
        val portText =
            if (place.startsWith('[')) place.substringAfter(']').removePrefix(":") else place.substringAfter(':', "")
        val port = (portText.ifEmpty { environment("PGPORT").orEmpty() }).ifEmpty { null }
        val number = if (port == null) ServerAddress.DEFAULT_PORT else port.toIntOrNull()?.takeIf { it in 1..65535 }
        if (number == null) faults += "its port is no number from 1 to 65535"
        if (host.isEmpty() || host.startsWith('%') || host.any { it.isWhitespace() })
            faults += "it names no host that can be reached by TCP; a socket folder cannot be used, write localhost"
        val known = user?.ifEmpty { null } ?: environment("PGUSER")
        return number?.let { ServerAddress(known, password, host, it, database, options["sslmode"]) }
    }

    private fun tableName(given: String?): String? {
        val name = given ?: defaultName
        if (name == null) faults += "it names no table set; add ?table=NAME"
        val fault = name?.let { tableSetNameFault(it) }
        if (fault != null) faults += fault
        return name.takeIf { fault == null }
    }

    private fun readOptions(query: String): Map<String, String> {
        val found = LinkedHashMap<String, String>()
        for (pair in query.split('&').filter { it.isNotEmpty() }) {
            val key = pair.substringBefore('=')
            val value = decoded("option $key", pair.substringAfter('=', "")) ?: continue
            if (found.put(key, value) != null) faults += "it has the option $key twice"
        }
        return found
    }

    private fun allow(vararg known: String) {
        for (key in options.keys - known.toSet()) faults +=
            "it has the option \"${key.take(40)}\"; known here: ${known.joinToString()} (a ? in a path is written %3F)"
    }

    private fun decoded(what: String, part: String): String? =
        percentDecoded(part).also {
            if (it == null) faults += "its $what has a % that is no escape; write % as %25"
        }

    /** Everything before the last @ may hold a password, so it is not shown. */
    private fun fault(problem: String): ConfigurationError {
        val shown =
            if ('@' in text) "${scheme.takeIf { it in KNOWN }.orEmpty()}://***@" + text.substringAfterLast('@')
            else text
        return ConfigurationError("database URL \"${shown.take(200)}\": $problem; $FORMS")
    }
}
