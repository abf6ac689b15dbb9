package mydriver.process

import java.nio.file.Path

/**
 * A program to start, and where its streams go.
 *
 * @property argv the program and its arguments; no shell interprets them
 * @property directory its working directory
 * @property stdout file that its descriptor 1 is appended to, from its first instruction on
 * @property stderr file that its descriptor 2 is appended to
 * @property environment variables on top of the ones that [Processes] hands to every program
 * @property piped whether it talks to us: it reads our frames from descriptor 3 and writes its own to descriptor 4, so
 *   that descriptors 0, 1 and 2 stay the job's
 */
public data class SpawnSpec(
    val argv: List<String>,
    val directory: Path,
    val stdout: Path,
    val stderr: Path,
    val environment: Map<String, String> = emptyMap(),
    val piped: Boolean = false,
) {
    init {
        require(argv.isNotEmpty()) { "a program to start has at least a name" }
    }
}
