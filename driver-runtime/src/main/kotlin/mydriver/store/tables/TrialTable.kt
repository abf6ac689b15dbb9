package mydriver.store.tables

import mydriver.store.dialect.Dialect

/**
 * One row per trial. `attempts` is the fence and the number of the running attempt; `failures` is what retries count,
 * `losses` how often its worker was lost, `stalls` how many attempts in a row gave up their turn without progress.
 * `walltime` is in milliseconds, NULL where the script's holds. `host`, `git_commit` and `git_dirty` repeat what the
 * row of the attempt says that was last begun or ended: what trials are listed and filtered by is in their own row.
 */
internal class TrialTable(tableSet: String, dialect: Dialect) : SetTable(tableSet, "trial") {
    val id = long("id").autoIncrement()
    val fingerprint = code("fingerprint", dialect)
    val replicate = long("replicate")
    val params = json("params", dialect)
    val metrics = json("metrics", dialect)
    val status = code("status", dialect)
    val priority = double("priority")
    val attempts = long("attempts")
    val failures = long("failures")
    val notBefore = long("not_before")
    val claimedBy = code("claimed_by", dialect).nullable()
    val leaseUntil = long("lease_until").nullable()
    val seed = long("seed")
    val parent = long("parent").nullable()
    val cpus = long("cpus")
    val memory = long("memory").nullable()
    val gpus = long("gpus")
    val bundle = code("bundle", dialect).nullable()
    val error = text("error").nullable()
    val created = long("created")
    val started = long("started").nullable()
    val ended = long("ended").nullable()
    val losses = long("losses").default(0)
    val stalls = long("stalls").default(0)
    val walltime = long("walltime").nullable()
    val host = text("host").nullable()
    val gitCommit = text("git_commit").nullable()
    val gitDirty = bool("git_dirty").nullable()

    override val primaryKey = PrimaryKey(id, name = "\"${tableSet}_trial_pk\"")
}
