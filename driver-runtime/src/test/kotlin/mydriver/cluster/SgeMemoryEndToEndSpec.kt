package mydriver.cluster

import io.kotest.core.spec.style.FunSpec

class SgeMemoryEndToEndSpec :
    FunSpec({
        onSge("a job that takes more memory than it may is told from a bug") {
            // Grid Engine bounds a job's memory only where that is asked for: address space, of which Java takes much.
            site.tellMemoryFromBug("sge", greedy("""cpus = 2; raw("-l h_vmem=6G")"""))
        }
    })
