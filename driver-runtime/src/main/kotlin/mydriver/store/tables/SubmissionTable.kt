package mydriver.store.tables

import mydriver.store.dialect.Dialect

/**
 * One row per hand-off of workers to a scheduler: one array of them. `cpus`, `memory` and `gpus` are what each worker
 * offers, `walltime`, in milliseconds, how long it may run, `per_job` how many of them one job of the scheduler starts.
 */
internal class SubmissionTable(tableSet: String, dialect: Dialect) : SetTable(tableSet, "submission") {
    val tag = code("tag", dialect)
    val state = code("state", dialect)
    val sent = long("sent")
    val confirmed = long("confirmed").nullable()
    val scheduler = text("scheduler")
    val nativeId = text("native_id").nullable()
    val workers = long("workers")
    val bundle = code("bundle", dialect).nullable()
    val host = text("host")
    val error = text("error").nullable()
    val cpus = long("cpus").nullable()
    val memory = long("memory").nullable()
    val gpus = long("gpus").nullable()
    val walltime = long("walltime").nullable()
    val perJob = long("per_job").default(1)
    val folder = text("folder").nullable()
    val ended = long("ended").nullable()

    override val primaryKey = PrimaryKey(tag, name = "\"${tableSet}_submission_pk\"")
}
