package mydriver.store.dialect

/** The parts of a claim that do not depend on the database; [now] is the time now, an SQL expression. */
internal class ClaimSql(private val trial: String, private val now: String) {
    /** Picks what to claim, as told by [column]; binds cpus, memory and gpus, and before them what [now] binds. */
    fun pick(limit: String, column: String = "id"): String =
        "SELECT $column AS picked FROM $trial WHERE status = 'QUEUED' AND not_before <= $now AND cpus <= ? " +
            "AND (memory IS NULL OR memory <= ?) AND gpus <= ? ORDER BY priority DESC, id LIMIT $limit"

    /** What a claim changes; binds worker and lease in milliseconds, and between them what [now] binds. */
    val change: String =
        "SET status = 'RUNNING', attempts = attempts + 1, claimed_by = ?, lease_until = $now + ?, " +
            "started = NULL, ended = NULL, error = NULL"
}
