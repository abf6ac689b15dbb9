package mydriver.store.run

import java.sql.Connection
import mydriver.store.AttemptStart
import mydriver.store.Claim
import mydriver.store.Store
import mydriver.store.update

/** Adds the row of an attempt that begins. */
internal fun insertAttempt(store: Store, connection: Connection, claim: Claim, start: AttemptStart) {
    val sql =
        "INSERT INTO ${store.table("attempt")} (trial, number, worker, host, pid, scheduler, native_id, array_index, " +
            "devices, directory, deadline, bundle, versions, git_commit, git_dirty, started) " +
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ${store.clock.now})"
    connection.update(
        sql,
        claim.id,
        claim.attempt,
        claim.worker,
        start.process.host,
        start.process.pid,
        start.scheduler?.scheduler,
        start.scheduler?.nativeId,
        start.scheduler?.arrayIndex,
        start.devices,
        start.directory,
        start.deadline?.toEpochMilli(),
        start.bundle,
        start.versions,
        start.git?.commit,
        start.git?.dirty,
    )
}
