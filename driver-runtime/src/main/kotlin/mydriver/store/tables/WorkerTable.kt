package mydriver.store.tables

import mydriver.store.dialect.Dialect

/**
 * One row per worker process; boot id, pid and the start time of the pid name a process of a host for good. `cpus`,
 * `memory` and `gpus` are what a trial may need to be claimed by it. `scheduler`, `native_id` and `array_index` say
 * which job of a scheduler it is, `restart` how many times that was started before, `deadline` when it will be ended.
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
    val scheduler = text("scheduler").nullable()
    val nativeId = text("native_id").nullable()
    val arrayIndex = long("array_index").nullable()
    val restart = long("restart").nullable()
    val deadline = long("deadline").nullable()

    override val primaryKey = PrimaryKey(id, name = "\"${tableSet}_worker_pk\"")
}
