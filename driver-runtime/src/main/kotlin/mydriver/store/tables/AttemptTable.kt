package mydriver.store.tables

import mydriver.store.dialect.Dialect

/** One row per attempt that a worker began; `started` stays NULL until the job itself runs. */
internal class AttemptTable(tableSet: String, dialect: Dialect) : SetTable(tableSet, "attempt") {
    val trial = long("trial")
    val number = long("number")
    val worker = code("worker", dialect)
    val host = text("host")
    val pid = long("pid")
    val scheduler = text("scheduler").nullable()
    val nativeId = text("native_id").nullable()
    val arrayIndex = long("array_index").nullable()
    val devices = text("devices").nullable()
    val directory = text("directory").nullable()
    val deadline = long("deadline").nullable()
    val started = long("started").nullable()
    val ended = long("ended").nullable()
    val outcome = code("outcome", dialect).nullable()
    val cause = code("cause", dialect).nullable()
    val exitCode = long("exit_code").nullable()
    val error = text("error").nullable()
    val bundle = code("bundle", dialect).nullable()
    val versions = text("versions").nullable()
    val gitCommit = text("git_commit").nullable()
    val gitDirty = bool("git_dirty").nullable()
    val pidStart = long("pid_start").nullable()
    val gitDiff = code("git_diff", dialect).nullable()

    override val primaryKey = PrimaryKey(trial, number, name = "\"${tableSet}_attempt_pk\"")
}
