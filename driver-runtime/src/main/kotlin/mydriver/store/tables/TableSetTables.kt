package mydriver.store.tables

import mydriver.store.dialect.Dialect
import org.jetbrains.exposed.v1.core.Table

/** The tables of the table set called [name]. */
internal class TableSetTables(name: String, dialect: Dialect) {
    val meta = MetaTable(name, dialect)
    val trial = TrialTable(name, dialect)
    val attempt = AttemptTable(name, dialect)
    val metric = MetricTable(name, dialect)
    val event = EventTable(name, dialect)
    val worker = WorkerTable(name, dialect)
    val submission = SubmissionTable(name, dialect)
    val blob = BlobTable(name, dialect)
    val name = NameTable(name, dialect)

    /** All of them, in the order in which they are made. */
    val all: List<Table> = listOf(meta, trial, attempt, metric, event, worker, submission, blob, this.name)

    /** The indexes, which Exposed cannot express: partial ones, one of them descending. */
    val indexes: List<String> =
        listOf(
            "CREATE UNIQUE INDEX \"${name}_trial_identity\" ON ${trial.tableName} (fingerprint, replicate) " +
                "WHERE status <> 'VOID'",
            "CREATE INDEX \"${name}_trial_queue\" ON ${trial.tableName} (priority DESC, id) WHERE status = 'QUEUED'",
            "CREATE INDEX \"${name}_trial_claimed\" ON ${trial.tableName} (id) WHERE claimed_by IS NOT NULL",
            "CREATE INDEX \"${name}_metric_trial\" ON ${metric.tableName} (trial, attempt)",
            "CREATE INDEX \"${name}_event_trial\" ON ${event.tableName} (first_trial)",
        )
}
