package mydriver.host

import java.io.IOException
import java.nio.file.Files
import java.nio.file.Path
import java.nio.file.StandardCopyOption
import mydriver.command.Bundle
import mydriver.command.Program
import mydriver.command.Surroundings
import mydriver.model.ConfigurationError
import mydriver.store.StoreOptions
import mydriver.store.TableSet
import mydriver.store.TableSetUrl

/**
 * The option by which generated scripts name the bundle that they are pinned to: `--bundle BUNDLE FILE COMMAND …` runs
 * what BUNDLE holds as if it still stood in FILE. BUNDLE is a file, or the hash by which the table set of `--database
 * URL`, which must be among the words then, has the bundle.
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

/**
 * Returns the file that [named] is, or one in [folder] with the bundle of this hash from the table set that [words]
 * name.
 *
 * @throws ConfigurationError if there is no such bundle, or the words name no table set
 */
internal fun bundleFile(named: String, words: List<String>, folder: Path, environment: (String) -> String?): Path {
    if (!HASH.matches(named)) return Path.of(named)
    val file = folder.resolve("$named.json")
    if (Files.exists(file)) return file
    val at = words.indexOf("--database")
    val url = if (at < 0) null else words.getOrNull(at + 1)
    val told =
        url ?: throw ConfigurationError("$BUNDLE_OPTION $named names no file, so --database URL must say where it is")
    val set = TableSetUrl.parse(told, Path.of("").toAbsolutePath(), null, environment)
    val bytes =
        TableSet.open(set, StoreOptions(environment = environment, readOnly = true)).use { it.blobs.get(named) }
            ?: throw ConfigurationError("${set.masked} does not hold the bundle $named; dispatch again")
    Files.createDirectories(folder)
    val aside = Files.createTempFile(folder, named, ".tmp")
    Files.write(aside, bytes)
    return Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE)
}

private val HASH = Regex("[0-9a-f]{64}")

/** Returns the same surroundings, except that trials run the bundle in [file] as well. */
internal fun Surroundings.pinnedTo(file: Path): Surroundings {
    val words = program.child + listOf(BUNDLE_OPTION, file.toString())
    val pinned = with(program) { Program(launcher, words, cache, archive, java, system, processors, figures) }
    return Surroundings(environment, workingDirectory, home, clock, processes, pinned, pauses, capture)
}
