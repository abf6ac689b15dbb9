package mydriver.store.reload

import java.time.Instant
import mydriver.model.Resources
import mydriver.model.Status
import mydriver.store.NameRow
import mydriver.store.query.AttemptRow

/**
 * What files keep of a trial.
 *
 * @property id what it was called
 * @property made how many attempts it has had, those included of which nothing but a folder is left
 * @property fingerprint null when only its params are known
 * @property replicate null when only its params are known
 * @property params as stored: a number that JSON has no form for is a text
 * @property metrics likewise
 * @property attempts those of which something is known
 * @property history what its attempts reported, by attempt and then in order; read as one goes along
 */
public data class KeptTrial(
    val id: Long,
    val made: Long,
    val status: Status,
    val params: Map<String, Any?>,
    val metrics: Map<String, Any?> = emptyMap(),
    val fingerprint: String? = null,
    val replicate: Long? = null,
    val seed: Long? = null,
    val priority: Double = 1.0,
    val counts: KeptCounts = KeptCounts(),
    val times: KeptTimes = KeptTimes(),
    val needs: Resources = Resources(),
    val parent: Long? = null,
    val bundle: String? = null,
    val error: String? = null,
    val attempts: List<AttemptRow> = emptyList(),
    val history: Sequence<KeptPoint> = emptySequence(),
)

/** What retries count; see [mydriver.store.query.TrialState]. */
public data class KeptCounts(
    val failures: Long = 0,
    val losses: Long = 0,
    val stalls: Long = 0,
    val notBefore: Long = 0,
)

/** When a trial was made, began and ended, as far as that is known. */
public data class KeptTimes(val created: Instant? = null, val started: Instant? = null, val ended: Instant? = null)

/**
 * What files keep of a table set.
 *
 * @property uid the table set's random identity
 * @property names its params and metrics
 * @property lastId the largest id that anything there has
 * @property trials read once, as they are loaded; of several with one id the one with the most attempts counts
 */
public class KeptTableSet(
    public val uid: String,
    public val names: List<NameRow>,
    public val lastId: Long,
    public val trials: Sequence<KeptTrial>,
)

/**
 * What a reload came to.
 *
 * @property loaded how many trials there are now that were not before, by state
 * @property present how many were there already, and were left alone
 * @property voided ids of trials that are of the same point as a newer one, and so are VOID
 * @property newIds whether the trials have other ids than they had
 */
public data class ReloadResult(
    public val loaded: Map<Status, Long>,
    public val present: Long,
    public val voided: List<Long>,
    public val newIds: Boolean,
)
