package mydriver.store

/** One step forward from a schema version to the next; a fresh table set is made whole and takes none. */
internal fun interface Migration {
    /** The statements of this step. */
    fun statements(store: Store): List<String>
}

/** Every migration, the first of which leads from version 1 to version 2. */
internal object Migrations {
    val all: List<Migration> =
        listOf(Migration(::losses), Migration(::handOffs), Migration(::slots), Migration(::provenance))

    /** Version 2 counts losses and stalls, and finds what is claimed whatever its status. */
    private fun losses(store: Store): List<String> {
        val trial = "ALTER TABLE ${store.table("trial")} ADD COLUMN"
        val worker = "ALTER TABLE ${store.table("worker")} ADD COLUMN"
        return listOf(
            "$trial losses BIGINT DEFAULT 0 NOT NULL",
            "$trial stalls BIGINT DEFAULT 0 NOT NULL",
            "$trial walltime BIGINT NULL",
            "ALTER TABLE ${store.table("attempt")} ADD COLUMN pid_start BIGINT NULL",
            "$worker lease BIGINT NULL",
            "$worker cpus BIGINT NULL",
            "$worker memory BIGINT NULL",
            "$worker gpus BIGINT NULL",
            "DROP INDEX ${store.table("trial_claims")}",
            "CREATE INDEX ${store.table("trial_claimed")} ON ${store.table("trial")} (id) " +
                "WHERE claimed_by IS NOT NULL",
        )
    }

    /** Version 4 knows which job of which scheduler a worker is. */
    private fun slots(store: Store): List<String> {
        val worker = "ALTER TABLE ${store.table("worker")} ADD COLUMN"
        return listOf(
            "$worker scheduler TEXT NULL",
            "$worker native_id TEXT NULL",
            "$worker array_index BIGINT NULL",
            "$worker restart BIGINT NULL",
            "$worker deadline BIGINT NULL",
        )
    }

    /** Version 5 keeps the diff that an attempt ran with, and says with each trial where its last attempt came from. */
    private fun provenance(store: Store): List<String> {
        val trial = store.table("trial")
        val attempt = store.table("attempt")
        return listOf(
            "ALTER TABLE $attempt ADD COLUMN git_diff ${store.dialect.codeType} NULL",
            "ALTER TABLE $trial ADD COLUMN host TEXT NULL",
            "ALTER TABLE $trial ADD COLUMN git_commit TEXT NULL",
            "ALTER TABLE $trial ADD COLUMN git_dirty BOOLEAN NULL",
            "UPDATE $trial SET host = a.host, git_commit = a.git_commit, git_dirty = a.git_dirty FROM $attempt AS a " +
                "WHERE a.trial = $trial.id AND a.number = (SELECT max(b.number) FROM $attempt AS b " +
                "WHERE b.trial = a.trial)",
        )
    }

    /** Version 3 knows of a hand-off what its workers offer, where its files are, and when it was over. */
    private fun handOffs(store: Store): List<String> {
        val submission = "ALTER TABLE ${store.table("submission")} ADD COLUMN"
        return listOf(
            "$submission cpus BIGINT NULL",
            "$submission memory BIGINT NULL",
            "$submission gpus BIGINT NULL",
            "$submission walltime BIGINT NULL",
            "$submission per_job BIGINT DEFAULT 1 NOT NULL",
            "$submission folder TEXT NULL",
            "$submission ended BIGINT NULL",
        )
    }
}
