package mydriver.worker.records

import java.nio.file.Path
import java.time.Instant
import kotlin.time.Duration.Companion.milliseconds
import kotlinx.serialization.json.JsonObject
import mydriver.model.Memory
import mydriver.model.Resources
import mydriver.model.Status
import mydriver.store.MetricPoint
import mydriver.store.Outcome
import mydriver.store.json.SPECIAL_REALS
import mydriver.store.query.AttemptRow
import mydriver.store.reload.KeptCounts
import mydriver.store.reload.KeptPoint
import mydriver.store.reload.KeptTimes
import mydriver.store.reload.KeptTrial

/** Returns what [json], as in `trial.json`, says of a trial. */
internal fun keptTrial(json: JsonObject): KeptTrial {
    val fields = JsonFields(json)
    val id = id(fields)
    val attempts = fields.objects("attempts").map { attempt(id, it) }
    val times = KeptTimes(fields.time("created"), fields.time("started"), fields.time("ended"))
    return kept(id, fields, attempts, times)
        .copy(
            made = maxOf(fields.whole("made") ?: 0, attempts.maxOfOrNull { it.number } ?: 0),
            parent = fields.whole("parent"),
            error = fields.text("error"),
        )
}

/** Returns what [json], a line of a worker's journal, says of a trial and of one of its attempts. */
internal fun journalTrial(json: JsonObject, worker: String): KeptTrial {
    val fields = JsonFields(json)
    val id = id(fields)
    val number = fields.whole("attempt") ?: throw BrokenRecord("attempt is missing")
    val ended = fields.time("ended")
    val started = ended?.minusMillis(fields.whole("milliseconds") ?: 0)
    val attempt = attempt(id, fields).copy(number = number, worker = worker, started = started, ended = ended)
    return kept(id, fields, listOf(attempt), KeptTimes(fields.time("created"), started, ended))
        .copy(
            made = number,
            error = fields.text("error")?.lineSequence()?.firstOrNull(),
            history = journalHistory(fields, attempt).asSequence(),
        )
}

/** Without a history of its own, each metric was reported once, at the end. */
private fun journalHistory(fields: JsonFields, attempt: AttemptRow): List<KeptPoint> {
    val told = fields.objects("history")
    if (told.isNotEmpty()) return told.map { keptPoint(it, attempt.number) }
    val ended = attempt.ended ?: return emptyList()
    return fields.values("metrics").mapNotNull { (name, value) ->
        value?.let { KeptPoint(attempt.number, MetricPoint(name, special(it)), ended) }
    }
}

/** Numbers that JSON has no form for are texts in files. */
private fun special(stored: Any): Any = SPECIAL_REALS[stored] ?: stored

/** Returns one report of the attempt of this [number]. */
internal fun keptPoint(fields: JsonFields, number: Long): KeptPoint {
    val name = fields.text("name") ?: throw BrokenRecord("name is missing")
    val value = fields.text("text") ?: fields.value("value")?.value?.let(::special)
    if (value == null) throw BrokenRecord("$name has neither value nor text")
    return KeptPoint(number, MetricPoint(name, value, fields.whole("step")), fields.time("time") ?: Instant.EPOCH)
}

private fun id(fields: JsonFields): Long = fields.whole("id") ?: throw BrokenRecord("id is missing")

/** What both kinds of records say alike. */
private fun kept(id: Long, fields: JsonFields, attempts: List<AttemptRow>, times: KeptTimes) =
    KeptTrial(
        id = id,
        made = 0,
        status = status(fields),
        params = fields.values("params"),
        metrics = fields.values("metrics"),
        fingerprint = fingerprint(fields),
        replicate = fields.whole("replicate"),
        seed = fields.whole("seed"),
        priority = fields.real("priority") ?: 1.0,
        counts = counts(fields, attempts),
        times = times,
        needs = needs(fields),
        bundle = fields.text("bundle"),
        attempts = attempts,
    )

/** Returns attempt [number], of which nothing but its [folder] is left. */
internal fun lostAttempt(trial: Long, number: Long, folder: Path): AttemptRow =
    attempt(trial, JsonFields(JsonObject(emptyMap())))
        .copy(
            number = number,
            directory = folder.toString(),
            outcome = Outcome.LOST.name,
            error = "nothing but its folder is left",
        )

private fun fingerprint(fields: JsonFields): String {
    val text = fields.text("fingerprint") ?: throw BrokenRecord("fingerprint is missing")
    if (!FINGERPRINT.matches(text)) throw BrokenRecord("fingerprint is not 64 hexadecimal digits")
    return text
}

/** Nobody is known to run it any more. */
private fun status(fields: JsonFields): Status {
    val text = fields.text("status")
    val status =
        Status.entries.firstOrNull { it.name == text } ?: throw BrokenRecord("status is none of a trial's states")
    return if (status == Status.RUNNING) Status.QUEUED else status
}

private fun counts(fields: JsonFields, attempts: List<AttemptRow>) =
    KeptCounts(
        failures = fields.whole("failures") ?: attempts.count { it.outcome == Outcome.FAILED.name }.toLong(),
        losses = fields.whole("losses") ?: 0,
        stalls = fields.whole("stalls") ?: 0,
        notBefore = fields.whole("notBefore") ?: 0,
    )

private fun needs(fields: JsonFields) =
    Resources(
        cpus = fields.whole("cpus")?.toInt() ?: 1,
        memory = fields.whole("memory")?.let(::Memory),
        gpus = fields.whole("gpus")?.toInt() ?: 0,
        walltime = fields.whole("walltime")?.milliseconds,
    )

private fun attempt(trial: Long, fields: JsonFields) =
    AttemptRow(
        trial = trial,
        number = fields.whole("number") ?: 0,
        worker = fields.text("worker").orEmpty(),
        host = fields.text("host").orEmpty(),
        pid = fields.whole("pid") ?: 0,
        scheduler = fields.text("scheduler"),
        nativeId = fields.text("nativeId"),
        arrayIndex = fields.whole("arrayIndex"),
        devices = fields.text("devices"),
        directory = fields.text("directory"),
        deadline = fields.time("deadline"),
        started = fields.time("started"),
        ended = fields.time("ended"),
        outcome = fields.text("outcome"),
        cause = fields.text("cause"),
        exitCode = fields.whole("exitCode")?.toInt(),
        error = fields.text("error"),
        bundle = fields.text("bundle"),
        versions = fields.text("versions"),
        gitCommit = fields.text("gitCommit"),
        gitDirty = fields.flag("gitDirty"),
        pidStart = fields.whole("pidStart"),
        gitDiff = fields.text("gitDiff"),
    )

private val FINGERPRINT = Regex("[0-9a-f]{64}")
