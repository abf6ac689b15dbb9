package mydriver.dispatch

/**
 * What the submit commands of Slurm, Grid Engine, HTCondor and PBS say when the scheduler could not be reached or was
 * too busy to answer.
 */
internal val PASSING: List<Regex> =
    listOf(
            "socket timed out",
            "unable to contact slurm controller",
            "zero bytes were transmitted",
            "resource temporarily unavailable",
            "temporarily unable to accept job",
            "slurmctld is in standby",
            "failed receiving gdi request",
            "unable to (contact|send message to) qmaster",
            "got no response from",
            "can't find address of schedd",
            "failed to connect to (local )?(queue manager|schedd)",
            "connection (refused|reset|timed out)",
            "cannot connect to server",
            "server is busy",
            "try (again|it again) later",
        )
        .map { Regex(it, RegexOption.IGNORE_CASE) }
