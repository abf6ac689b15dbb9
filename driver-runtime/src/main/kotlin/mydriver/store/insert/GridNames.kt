package mydriver.store.insert

import mydriver.model.Baseline
import mydriver.model.BaselineLearner
import mydriver.model.Kind
import mydriver.model.ParamCodec
import mydriver.model.Params
import mydriver.store.NameRow
import mydriver.store.ParamConflict
import mydriver.store.json.KnownNames

/** Collects the names, kinds and baselines of a grid while its points go by. */
internal class GridNames<P : Any>(private val codec: ParamCodec<P>) {
    private val learner = BaselineLearner(codec)
    private val seen = LinkedHashMap<String, Kind?>()
    private val first = HashMap<String, Kind>()
    private val faults = LinkedHashSet<String>()

    /** Looks at one more point. */
    fun offer(point: P, params: Params) {
        if (codec.typed) learner.offer(point) else for ((name, value) in params.toMap()) observe(name, value)
    }

    private fun observe(name: String, value: Any?) {
        val kind = Kind.of(value)
        if (kind == null) {
            seen.putIfAbsent(name, null)
            return
        }
        first.putIfAbsent(name, kind)
        val joined = widened(seen[name], kind)
        if (joined == null)
            faults +=
                "param \"$name\" is ${seen[name]?.label} in some points of the grid and ${kind.label} in others; $ONE_KIND"
        else seen[name] = joined
    }

    /** Returns the names table as it is after this grid; [known] is how it was. */
    fun mergedInto(known: KnownNames): NamePlan {
        if (faults.isNotEmpty()) throw ParamConflict(faults.toList())
        val plan = NamePlan(known)
        for (row in declared(known)) plan.add(row)
        plan.check()
        return plan
    }

    private fun declared(known: KnownNames): List<NameRow> =
        if (codec.typed)
            codec.params.map {
                val baseline = learner.baselineOf(it.name, newGroup(it.name, known))
                NameRow(NameRow.PARAM, it.name, it.kind, it.type, 0, baseline, it.identity)
            }
        else
            seen.map { (name, kind) ->
                NameRow(NameRow.PARAM, name, kind, null, 0, Baseline.None, identity = true, firstKind = first[name])
            }

    /** Whether a nested class around [name] is new as a whole to a table set that already has params. */
    private fun newGroup(name: String, known: KnownNames): Boolean =
        known.params.isNotEmpty() &&
            name.indices
                .filter { name[it] == '.' }
                .any { dot ->
                    val group = name.substring(0, dot + 1)
                    known.params.none { it.name.startsWith(group) }
                }
}

/** Returns the kind that holds values of both kinds, or null if none does. */
internal fun widened(one: Kind?, other: Kind?): Kind? =
    when {
        one == null || one == other -> other
        other == null -> one
        one in NUMBERS && other in NUMBERS -> Kind.REAL
        else -> null
    }

private val NUMBERS = setOf(Kind.INTEGER, Kind.REAL)

internal const val ONE_KIND: String = "a param has one kind; give the new one another name"
