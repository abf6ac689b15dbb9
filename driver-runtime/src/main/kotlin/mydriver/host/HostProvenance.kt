package mydriver.host

import java.time.LocalDateTime
import mydriver.command.userName
import mydriver.dsl.Provenance
import mydriver.dsl.ProvenanceSource

/** Tells scripts who runs them, and what time it is. */
internal class HostProvenance : ProvenanceSource {
    override fun current(): Provenance = Provenance(userName(realEnvironment), LocalDateTime.now())
}
