package mydriver.worker

import java.nio.file.Path
import java.sql.Connection
import java.sql.DriverManager
import kotlin.time.Duration.Companion.milliseconds
import mydriver.store.StoreOptions
import mydriver.store.TableSet
import mydriver.store.TableSetUrl
import mydriver.testing.TcpCable
import mydriver.testing.TempPostgres

/** A table set that can be made unreachable. */
internal class Reachable(val set: SpecTableSet, val cut: () -> Unit, val mend: () -> Unit) : AutoCloseable {
    override fun close() {
        mend()
        set.close()
    }
}

/** Somebody else holds the file's lock for longer than anybody waits. */
internal fun lockedSqlite(scratch: Path): Reachable {
    val set = SpecTableSet.sqlite(scratch, options = StoreOptions(busyTimeout = 50.milliseconds))
    var thief: Connection? = null
    return Reachable(
        set,
        cut = {
            thief = DriverManager.getConnection("jdbc:sqlite:${scratch.resolve("spec.db")}")
            thief?.createStatement()?.use { it.execute("BEGIN IMMEDIATE") }
        },
        mend = {
            thief?.close()
            thief = null
        },
    )
}

internal fun cutPostgres(scratch: Path): Reachable {
    val database = TempPostgres.shared.freshDatabase()
    val cable = TcpCable(database.port)
    val url = "postgres://postgres@127.0.0.1:${cable.port}/${database.name}/deeds"
    val tableSet = TableSet.open(TableSetUrl.parse(url, scratch, null) { null })
    return Reachable(SpecTableSet(tableSet, database.jdbcUrl, scratch), cable::cut, cable::mend)
}
