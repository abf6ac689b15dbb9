package mydriver.dispatch

import mydriver.dispatch.backend.CondorBackend
import mydriver.dispatch.backend.LocalBackend
import mydriver.dispatch.backend.PbsBackend
import mydriver.dispatch.backend.SgeBackend
import mydriver.dispatch.backend.SlurmBackend
import mydriver.dispatch.backend.SshBackend
import mydriver.dispatch.backend.TorqueBackend
import mydriver.model.UsageError

/** The schedulers that mydriver can hand workers to. */
public object Backends {
    /** All of them; what is detected first stands first, and `local`, which is always there, last. */
    public val all: List<SchedulerBackend> =
        listOf(SlurmBackend, CondorBackend, SgeBackend, TorqueBackend, PbsBackend, SshBackend, LocalBackend)

    /**
     * Returns the scheduler called [name].
     *
     * @throws UsageError if there is none, naming those that there are
     */
    public fun named(name: String): SchedulerBackend =
        all.firstOrNull { it.name == name }
            ?: throw UsageError("there is no scheduler \"$name\"; there are: ${all.joinToString { it.name }}")

    /** Returns the scheduler of this machine, judging by the programs that are [present] on PATH. */
    public fun detect(present: (String) -> Boolean): SchedulerBackend = all.first { it.detect(present) }
}
