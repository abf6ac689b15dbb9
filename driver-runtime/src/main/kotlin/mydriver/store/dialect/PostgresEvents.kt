package mydriver.store.dialect

/** Writes events in the statement that makes them happen; [table] is quoted. */
internal class PostgresEvents(private val table: String) {
    /**
     * Returns an insert of what [happened], a query of trial, attempt, kind and detail; binds worker and host and needs
     * a `n` that holds the time now.
     *
     * Trials whose ids follow one another and of which the same is told become one row: within each group of equals, an
     * id less its rank is the same for all members of such a run.
     *
     * @param alone whether at most one thing happened
     */
    fun insert(happened: String, alone: Boolean): String {
        val told = "(SELECT now FROM n)"
        val who = "CAST(? AS TEXT), CAST(? AS TEXT)"
        val into = "INSERT INTO $table (time, kind, first_trial, last_trial, attempt, worker, host, detail) "
        val source = "($happened) AS h (id, attempt, kind, detail)"
        if (alone) return into + "SELECT $told, kind, id, id, attempt, $who, detail FROM $source"
        return into +
            "SELECT $told, kind, min(id), max(id), attempt, $who, detail FROM (SELECT h.*, id - row_number() OVER " +
            "(PARTITION BY kind, attempt, detail ORDER BY id) AS run FROM $source) AS r " +
            "GROUP BY kind, attempt, detail, run ORDER BY min(id)"
    }
}
