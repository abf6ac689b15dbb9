package mydriver.store.dialect

/**
 * The parts of a claim that do not depend on the database.
 *
 * Bound values: cpus, memory, gpus and limit of [pick], worker and lease in milliseconds of [change].
 *
 * @property trial the quoted name of the trial table
 * @property now the time now, an SQL expression
 * @property returned the columns to return
 */
internal class ClaimSql(val trial: String, val now: String, val returned: String) {
    /** Picks the ids to claim. */
    val pick: String
        get() =
            "SELECT id AS picked FROM $trial WHERE status = 'QUEUED' AND not_before <= $now AND cpus <= ? " +
                "AND (memory IS NULL OR memory <= ?) AND gpus <= ? ORDER BY priority DESC, id LIMIT ?"

    /** What a claim changes. */
    val change: String
        get() =
            "SET status = 'RUNNING', attempts = attempts + 1, claimed_by = ?, lease_until = $now + ?, " +
                "started = NULL, ended = NULL, error = NULL"
}
