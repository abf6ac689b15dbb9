package mydriver.command.points

import mydriver.model.UsageError

/** What is wrong with points, each fault once per place; nobody reads more than [MOST]. */
internal class PointFaults {
    private val told = LinkedHashSet<String>()
    private var more = 0L
    private var all = 0L

    /** Whether no more points need to be looked at. */
    val enough: Boolean
        get() = all >= ENOUGH

    /** Whether there are any. */
    val any: Boolean
        get() = told.isNotEmpty()

    /** Adds faults of the point at [place], or of one without a place. */
    fun add(faults: Collection<String>, place: String? = null) {
        for (fault in faults) {
            val line = if (place == null) fault else "$place: $fault"
            all++
            if (told.size < MOST) told += line else if (line !in told) more++
        }
    }

    /** Throws a [UsageError] if there are any. */
    fun check() {
        if (!any) return
        val rest = if (more > 0) listOf("and ${if (enough) "at least " else ""}$more more") else emptyList()
        throw UsageError((told + rest).joinToString("\n"))
    }

    private companion object {
        const val MOST = 20
        const val ENOUGH = 10_000L
    }
}
