package mydriver.host

import java.io.IOException
import java.nio.file.Files
import java.nio.file.Path
import mydriver.command.Bundle
import mydriver.command.Program
import mydriver.command.Surroundings
import mydriver.model.ConfigurationError

/**
 * The option by which generated scripts name the bundle that they are pinned to: `--bundle BUNDLE FILE COMMAND …` runs
 * what BUNDLE holds as if it still stood in FILE.
 */
internal const val BUNDLE_OPTION: String = "--bundle"

/** Reads the bundle in [file]; throws [ConfigurationError] if there is none. */
internal fun readBundle(file: Path): Bundle =
    try {
        Bundle.decode(Files.readAllBytes(file))
    } catch (failure: IOException) {
        throw ConfigurationError(
            "$file: the bundle of this submission cannot be read ($failure); dispatch again",
            failure,
        )
    }

/** Returns the same surroundings, except that trials run the bundle in [file] as well. */
internal fun Surroundings.pinnedTo(file: Path): Surroundings {
    val child = program.child + listOf(BUNDLE_OPTION, file.toString())
    val pinned = Program(program.launcher, child, program.cache, program.archive, program.java, program.processors)
    return Surroundings(environment, workingDirectory, home, clock, processes, pinned, pauses, capture)
}
