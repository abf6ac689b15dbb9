package mydriver.cluster

import java.nio.file.Path
import kotlin.io.path.exists
import kotlin.io.path.readLines
import mydriver.model.shellQuoted

/** The calls of programs that are noted in the file [log]. */
internal class Calls(private val log: Path) {
    /** Name and exit code of each call that has ended, in order. */
    fun ended(): List<String> = if (log.exists()) log.readLines() else emptyList()

    companion object {
        /** A program that stands before the real [name] on the path, and notes its calls in [log]. */
        fun noting(name: String, log: Path, before: String = ":", after: String = ":"): String =
            """
            $before
            PATH=${'$'}{PATH#*:} $name "${'$'}@"
            code=${'$'}?
            $after
            echo "$name ${'$'}code" >>${shellQuoted("$log")}
            exit "${'$'}code"
            """
    }
}
