package mydriver.dispatch

import mydriver.model.ConfigurationError
import mydriver.store.query.Demand

/**
 * Finds out whether [request] can be handed over at all, as far as that can be told without asking anybody.
 *
 * @throws ConfigurationError telling everything that the scheduler cannot honour
 */
public fun refuseImpossible(request: DispatchRequest, place: DispatchPlace) {
    // Before anything is inserted there is no demand yet; what the script says is what will be asked for.
    val likely = if (request.queued > 0) request else request.copy(demand = listOf(Demand(request.resources, 1, 0)))
    val writer = ArrayWriter(likely, place)
    val arrays = Planner(likely, place.processors).plan(emptyList(), ArrayLimits()).arrays
    val faults = listOfNotNull(fileFault(request), hostsFault(request)) + arrays.flatMap(writer::unsupported)
    if (faults.isNotEmpty()) throw ConfigurationError(faults.distinct().joinToString("\n"))
}

private fun hostsFault(request: DispatchRequest): String? {
    val backend = request.target.backend
    if (request.wanted.hosts.isEmpty() || !backend.sharesDisk) return null
    return "${backend.name} chooses its machines itself; leave out the hosts, or say --on ssh"
}

private fun fileFault(request: DispatchRequest): String? {
    val backend = request.target.backend
    if (request.file == null || backend.onThisHost) return null
    return "${request.file}: workers of ${backend.name} run on other hosts, which cannot share a SQLite file; put the trials " +
        "into PostgreSQL: database(\"postgres://USER@HOST/DATABASE\") in the script, or --database"
}
