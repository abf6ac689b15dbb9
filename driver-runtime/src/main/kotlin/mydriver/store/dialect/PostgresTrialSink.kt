package mydriver.store.dialect

import java.sql.Connection
import org.postgresql.PGConnection
import org.postgresql.copy.CopyIn

/**
 * COPY straight into the trial table. The ids follow one another because whoever takes ids holds the table set's lock
 * (see [Dialect.serialise]).
 */
internal class PostgresTrialSink(private val connection: Connection, private val target: TrialTarget) : TrialSink {
    private val columns = listOf("fingerprint", "replicate", "params", "seed")
    private val copy: CopyIn =
        connection
            .unwrap(PGConnection::class.java)
            .copyAPI
            .copyIn("COPY ${target.trial} (${(columns + target.constants.keys).joinToString()}) FROM STDIN")
    private val tail = target.constants.values.joinToString("") { "\t" + copyText(it) } + "\n"
    private val text = StringBuilder(BUFFER + 1_000)
    private var count = 0L

    override fun add(fingerprint: String, replicate: Long, params: CharSequence, seed: Long) {
        text.append(fingerprint).append('\t').append(replicate).append('\t')
        appendEscaped(params)
        text.append('\t').append(seed).append(tail)
        count++
        if (text.length > BUFFER) flush()
    }

    override fun finish(): LongRange {
        flush()
        copy.endCopy()
        if (count == 0L) return LongRange.EMPTY
        val last =
            connection.prepareStatement("SELECT currval(pg_get_serial_sequence(?, 'id'))").use { query ->
                query.setString(1, target.trial)
                query.executeQuery().use {
                    it.next()
                    it.getLong(1)
                }
            }
        return last - count + 1..last
    }

    override fun close() {
        if (copy.isActive) copy.cancelCopy()
    }

    private fun flush() {
        val bytes = text.toString().toByteArray()
        copy.writeToCopy(bytes, 0, bytes.size)
        text.setLength(0)
    }

    private fun appendEscaped(json: CharSequence) {
        for (char in json) {
            if (char == '\\') text.append('\\')
            text.append(char)
        }
    }

    private fun copyText(value: Any?): String = value?.toString()?.replace("\\", "\\\\") ?: "\\N"

    private companion object {
        const val BUFFER = 1 shl 16
    }
}
