package mydriver.store.dialect

import java.sql.Connection

/** A prepared statement run in batches; what is the same in every row stands in its text and is bound by nobody. */
internal class SqliteTrialSink(private val connection: Connection, target: TrialTarget) : TrialSink {
    private val statement =
        connection.prepareStatement(
            "INSERT INTO ${target.trial} (fingerprint, replicate, params, seed, ${target.constants.keys.joinToString()}) " +
                "VALUES (?, ?, ?, ?, ${target.constants.values.joinToString { literal(it) }})"
        )
    private var count = 0L

    override fun add(fingerprint: String, replicate: Long, params: CharSequence, seed: Long) {
        statement.setString(1, fingerprint)
        statement.setLong(2, replicate)
        statement.setString(3, params.toString())
        statement.setLong(4, seed)
        statement.addBatch()
        if (++count % BATCH == 0L) statement.executeBatch()
    }

    override fun finish(): LongRange {
        statement.executeBatch()
        if (count == 0L) return LongRange.EMPTY
        val last =
            connection.createStatement().use { query ->
                query.executeQuery("SELECT last_insert_rowid()").use {
                    it.next()
                    it.getLong(1)
                }
            }
        return last - count + 1..last
    }

    override fun close(): Unit = statement.close()

    private fun literal(value: Any?) =
        if (value is String) "'" + value.replace("'", "''") + "'" else value?.toString() ?: "NULL"

    private companion object {
        const val BATCH = 1_000
    }
}
