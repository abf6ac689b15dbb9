package mydriver.store.query

import java.sql.ResultSet
import java.time.Instant
import mydriver.model.Resources
import mydriver.model.Status
import mydriver.store.run.storedNeeds

/**
 * Where a trial stands: what queues, leases and retries know of it.
 *
 * @property attempts how many times it was claimed
 * @property failures how many of its attempts failed since it was last queued by hand
 * @property losses how many times its worker was lost since then
 * @property stalls how many attempts in a row came no further
 * @property notBefore when it may run again; the past when at once
 * @property worker who has it, or null
 * @property leaseUntil until when that is sure without a word of the worker
 * @property needs what it needs of a machine
 * @property parent the trial that it is a copy of, or null
 */
public data class TrialState(
    public val id: Long,
    public val status: Status,
    public val fingerprint: String,
    public val replicate: Long,
    public val priority: Double,
    public val attempts: Long,
    public val failures: Long,
    public val losses: Long,
    public val stalls: Long,
    public val notBefore: Instant,
    public val worker: String?,
    public val leaseUntil: Instant?,
    public val needs: Resources,
    public val parent: Long?,
    public val error: String?,
    public val created: Instant,
    public val started: Instant?,
    public val ended: Instant?,
)

internal fun trialState(row: ResultSet): TrialState =
    TrialState(
        id = row.getLong("id"),
        status = Status.valueOf(row.getString("status")),
        fingerprint = row.getString("fingerprint"),
        replicate = row.getLong("replicate"),
        priority = row.getDouble("priority"),
        attempts = row.getLong("attempts"),
        failures = row.getLong("failures"),
        losses = row.getLong("losses"),
        stalls = row.getLong("stalls"),
        notBefore = Instant.ofEpochMilli(row.getLong("not_before")),
        worker = row.getString("claimed_by"),
        leaseUntil = row.time("lease_until"),
        needs = storedNeeds(row),
        parent = row.getLong("parent").takeUnless { row.wasNull() },
        error = row.getString("error"),
        created = Instant.ofEpochMilli(row.getLong("created")),
        started = row.time("started"),
        ended = row.time("ended"),
    )
