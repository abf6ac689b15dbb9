package mydriver.store.query

import mydriver.model.Kind

/**
 * The columns that every trial has, whatever its params are, in the order in which they are shown.
 *
 * @property label the name users know it by
 * @property stored the column of the trial table that holds it
 */
internal enum class SystemColumn(val label: String, val type: ValueType, val stored: String = label) {
    ID("id", ValueType.INTEGER),
    STATUS("status", ValueType.TEXT),
    REPLICATE("replicate", ValueType.INTEGER),
    PRIORITY("priority", ValueType.REAL),
    ATTEMPTS("attempts", ValueType.INTEGER),
    FAILURES("failures", ValueType.INTEGER),
    LOSSES("losses", ValueType.INTEGER),
    STALLS("stalls", ValueType.INTEGER),
    SEED("seed", ValueType.INTEGER),
    PARENT("parent", ValueType.INTEGER),
    CPUS("cpus", ValueType.INTEGER),
    MEMORY("memory", ValueType.INTEGER),
    GPUS("gpus", ValueType.INTEGER),
    WALLTIME("walltime", ValueType.INTEGER),
    WORKER("worker", ValueType.TEXT, "claimed_by"),
    NOT_BEFORE("not_before", ValueType.TIME),
    CREATED("created", ValueType.TIME),
    STARTED("started", ValueType.TIME),
    ENDED("ended", ValueType.TIME),
    ERROR("error", ValueType.TEXT),
    BUNDLE("bundle", ValueType.TEXT),
    HOST("host", ValueType.TEXT),
    COMMIT("commit", ValueType.TEXT, "git_commit"),
    DIRTY("dirty", ValueType.BOOLEAN, "git_dirty"),
    FINGERPRINT("fingerprint", ValueType.TEXT);

    val kind: Kind?
        get() =
            when (type) {
                ValueType.INTEGER -> Kind.INTEGER
                ValueType.REAL -> Kind.REAL
                ValueType.TEXT -> Kind.TEXT
                ValueType.BOOLEAN -> Kind.BOOLEAN
                else -> null
            }

    companion object {
        private val byLabel = entries.associateBy { it.label }

        fun labelled(label: String): SystemColumn = byLabel.getValue(label)
    }
}
