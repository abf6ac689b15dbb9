package mydriver.dsl

import java.time.LocalDateTime
import java.util.ServiceLoader
import mydriver.model.ConfigurationError

/**
 * Who made something, and when, in the time of that person's clock: the first lines of a [ShellScript].
 *
 * ```
 * shellScript("sh", "run.sh") { provenance(Provenance("ann", LocalDateTime.of(2026, 11, 21, 12, 0))) }
 * ```
 *
 * @property user a name, as the machine knows it
 */
public data class Provenance(val user: String, val time: LocalDateTime) {
    internal companion object {
        /** Returns that of this moment. */
        fun current(): Provenance {
            val source = ServiceLoader.load(ProvenanceSource::class.java, ProvenanceSource::class.java.classLoader)
            return source.firstOrNull()?.current()
                ?: throw ConfigurationError(
                    "nobody tells who makes the script, and when, because mydriver.jar is not on the class path; " +
                        "say provenance(Provenance(user, time)) in shellScript { }"
                )
        }
    }
}

/** Tells who works here and what time it is. Found by [ServiceLoader]; `mydriver.jar` holds the one there is. */
public fun interface ProvenanceSource {
    /** Returns that of this moment. */
    public fun current(): Provenance
}
