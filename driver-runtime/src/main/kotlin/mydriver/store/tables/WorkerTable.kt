package mydriver.store.tables

import mydriver.store.dialect.Dialect

/**
 * One row per worker process; boot id, pid and the start time of the pid name a process of a host for good. `cpus`,
 * `memory` and `gpus` are what a trial may need to be claimed by it.
 */
internal class WorkerTable(tableSet: String, dialect: Dialect) : SetTable(tableSet, "worker") {
    val id = code("id", dialect)
    val host = text("host")
    val bootId = text("boot_id").nullable()
    val pid = long("pid")
    val pidStart = long("pid_start").nullable()
    val state = code("state", dialect)
    val heartbeat = long("heartbeat")
    val submission = code("submission", dialect).nullable()
    val devices = text("devices").nullable()
    val started = long("started")
    val ended = long("ended").nullable()
    val lease = long("lease").nullable()
    val cpus = long("cpus").nullable()
    val memory = long("memory").nullable()
    val gpus = long("gpus").nullable()

    override val primaryKey = PrimaryKey(id, name = "\"${tableSet}_worker_pk\"")
}
