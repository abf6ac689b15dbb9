package mydriver.worker.files

import java.nio.file.Path
import kotlin.io.path.name

/**
 * Returns the folder under which the trials of [script] keep their files.
 *
 * @param declared what the script says with `root("…")`: absolute, below `~`, or relative to the script's folder; null
 *   for `foo.trials` beside `foo.exp.kts`, or beside the job list `foo.json`
 * @param home the user's home folder
 */
public fun runRoot(script: Path, declared: String?, home: Path): Path =
    when {
        declared == null -> script.resolveSibling(stem(script) + ".trials")
        declared == "~" -> home
        declared.startsWith("~/") -> home.resolve(declared.removePrefix("~/"))
        else -> script.resolveSibling(declared)
    }.normalize()

private fun stem(script: Path) = script.name.removeSuffix(".kts").removeSuffix(".exp").removeSuffix(".json")
