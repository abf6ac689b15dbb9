package mydriver.store.query

import java.sql.ResultSet
import java.time.Instant

/**
 * One execution of a trial, as recorded.
 *
 * @property number 1 for the first
 * @property started when the job itself began, null if it never did
 * @property outcome how it ended, null while it runs
 * @property cause why it failed
 * @property error what it died of, stack trace included
 * @property gitCommit the commit of the script's folder, null outside git
 * @property gitDirty whether anything that git tracks, or the script itself, differed from it
 * @property gitDiff hash of the blob that holds what differed
 */
public data class AttemptRow(
    public val trial: Long,
    public val number: Long,
    public val worker: String,
    public val host: String,
    public val pid: Long,
    public val scheduler: String?,
    public val nativeId: String?,
    public val arrayIndex: Long?,
    public val devices: String?,
    public val directory: String?,
    public val deadline: Instant?,
    public val started: Instant?,
    public val ended: Instant?,
    public val outcome: String?,
    public val cause: String?,
    public val exitCode: Int?,
    public val error: String?,
    public val bundle: String?,
    public val versions: String?,
    public val gitCommit: String?,
    public val gitDirty: Boolean?,
    public val pidStart: Long? = null,
    public val gitDiff: String? = null,
)

internal fun attemptRow(row: ResultSet): AttemptRow =
    AttemptRow(
        trial = row.getLong("trial"),
        number = row.getLong("number"),
        worker = row.getString("worker"),
        host = row.getString("host"),
        pid = row.getLong("pid"),
        scheduler = row.getString("scheduler"),
        nativeId = row.getString("native_id"),
        arrayIndex = row.getLong("array_index").takeUnless { row.wasNull() },
        devices = row.getString("devices"),
        directory = row.getString("directory"),
        deadline = row.time("deadline"),
        started = row.time("started"),
        ended = row.time("ended"),
        outcome = row.getString("outcome"),
        cause = row.getString("cause"),
        exitCode = row.getInt("exit_code").takeUnless { row.wasNull() },
        error = row.getString("error"),
        bundle = row.getString("bundle"),
        versions = row.getString("versions"),
        gitCommit = row.getString("git_commit"),
        gitDirty = row.getBoolean("git_dirty").takeUnless { row.wasNull() },
        pidStart = row.getLong("pid_start").takeUnless { row.wasNull() },
        gitDiff = row.getString("git_diff"),
    )
